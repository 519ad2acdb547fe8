import { z } from 'zod';
import { durationWords } from '../words/timeWords';

const longestBody = 1024 * 1024;
const mostRedirects = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** What came back. A message names the host, never the rest of the URL: people write tokens there. */
export type WebAnswer =
  | { kind: 'answer'; status: number; body: string }
  | { kind: 'none'; message: string };

/**
 * Asks a web server, and reads at most the first megabyte of its answer. Redirects are followed on the same host only,
 * and only of a GET: others are the answer.
 */
export async function askUrl(options: {
  url: URL;
  method: 'GET' | 'POST';
  timeoutMs: number;
}): Promise<WebAnswer> {
  const { method, timeoutMs } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const { host } = options.url;
  let { url } = options;
  try {
    for (let follow = mostRedirects; ; follow--) {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal,
        headers: { 'user-agent': 'fairlead' },
      });
      const next = method === 'GET' && nextUrl(url, response);
      if (!next || follow === 0) {
        return {
          kind: 'answer',
          status: response.status,
          body: await beginningOf(response),
        };
      }
      await response.body?.cancel();
      url = next;
    }
  } catch (error) {
    return {
      kind: 'none',
      message: signal.aborted
        ? `${host} has not answered within ${durationWords(timeoutMs)}`
        : `${host} can't be reached${codeOf(error)}`,
    };
  }
}

function nextUrl(url: URL, response: Response): URL | undefined {
  const location = response.headers.get('location');
  if (!location || !redirects.includes(response.status)) return undefined;
  if (!URL.canParse(location, url)) return undefined;
  const next = new URL(location, url);
  const stays =
    next.host === url.host &&
    (next.protocol === url.protocol || next.protocol === 'https:');
  return stays ? next : undefined;
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length >= longestBody) {
      await reader.cancel();
      return text;
    }
  }
}

const failureSchema = z.object({ cause: z.object({ code: z.string() }) });

function codeOf(error: unknown): string {
  const code = failureSchema.safeParse(error).data?.cause.code;
  return code ? ` (${code})` : '';
}
