import { isError } from '@backstage/errors';
import { z } from 'zod';
import { KubernetesError, TimeoutError } from './errors';

/** Why a cluster could not be read. */
export interface ReadFailure {
  kind:
    /** The resource version or the page is too old: only a new list helps. */
    | 'expired'
    | 'unauthorized'
    | 'forbidden'
    | 'unknown-kind'
    | 'busy'
    | 'server'
    | 'not-kubernetes'
    | 'refused'
    | 'unknown-host'
    | 'tls'
    | 'silent'
    | 'cut'
    | 'config'
    /** The config says so little that there is nothing to try. */
    | 'unusable'
    /** Our own database. */
    | 'store';
  message: string;
  retryAfterMs?: number;
  /** Known only to who found the failure. */
  remedy?: string;
}

const codedSchema = z.object({ code: z.string() });
const aggregateSchema = z.object({
  message: z.literal(''),
  errors: z.array(z.unknown()),
});

/** Tells from an error what happened. */
export function readFailureOf(error: unknown): ReadFailure {
  if (error instanceof KubernetesError) return kubernetesFailure(error);
  const message = messageOf(error);
  if (error instanceof TimeoutError) return { kind: 'silent', message };
  return { kind: connectionKind(codeOf(error)), message };
}

function kubernetesFailure(error: KubernetesError): ReadFailure {
  const { status, reason, message, retryAfterMs } = error;
  const failure = (kind: ReadFailure['kind']): ReadFailure => ({
    kind,
    message,
    ...(retryAfterMs && { retryAfterMs }),
  });
  if (status === 410 || reason === 'Expired' || reason === 'Gone') {
    return failure('expired');
  }
  // A server that was restored from a backup has not got as far as what we remember.
  if (/too large resource version/i.test(message)) return failure('expired');
  if (status === 401) return failure('unauthorized');
  if (status === 403) return failure('forbidden');
  if (status === 404) return failure('unknown-kind');
  if (status === 429) return failure('busy');
  if (status >= 500) return failure('server');
  return failure('not-kubernetes');
}

function connectionKind(code: string): ReadFailure['kind'] {
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) return 'unknown-host';
  if (
    ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].includes(code)
  ) {
    return 'refused';
  }
  if (['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code)) {
    return 'cut';
  }
  if (
    /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(
      code,
    )
  ) {
    return 'tls';
  }
  // What fails before a byte is sent: a file of the kubeconfig, a certificate that is none.
  return 'config';
}

function messageOf(error: unknown): string {
  // Node tries all addresses of a host, and puts what happened to each into one error without a text of its own.
  const { errors } = aggregateSchema.safeParse(error).data ?? {};
  if (errors?.[0]) return messageOf(errors[0]);
  return isError(error) ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return codedSchema.safeParse(error).data?.code ?? '';
}
