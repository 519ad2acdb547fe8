import { z } from 'zod';
import { ForgeAnswer } from '../forgeErrors';

/** For a limit that names no time. */
const DEFAULT_PAUSE_MS = 60_000;

const errorSchema = z.object({
  message: z.string().catch(''),
  errors: z.array(z.string()).nullish().catch([]),
});

/** What Gitea, or a proxy before it, said when it refused. */
export function giteaAnswer(options: {
  response: Pick<Response, 'status' | 'statusText' | 'headers'>;
  text: string;
  now: Date;
}): ForgeAnswer {
  const { response, text, now } = options;
  const { status, statusText, headers } = response;
  const words = wordsOf(text) || statusText || `status ${status}`;
  if (status !== 429) return new ForgeAnswer(words, status);
  const after = headers.get('retry-after') ?? '';
  const pauseMs = /^\d+$/.test(after) ? Number(after) * 1000 : DEFAULT_PAUSE_MS;
  return new ForgeAnswer(words, status, new Date(now.getTime() + pauseMs));
}

function wordsOf(text: string): string {
  try {
    const parsed = errorSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return '';
    const { message, errors } = parsed.data;
    return [message, ...(errors ?? [])].filter(Boolean).join(': ');
  } catch {
    // A proxy's page is not worth repeating.
    return text.startsWith('<') ? '' : text.trim().slice(0, 200);
  }
}
