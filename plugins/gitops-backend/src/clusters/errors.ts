/** An API server's answer that is not a success. */
export class KubernetesError extends Error {
  readonly status: number;
  /** Kubernetes' own word, such as `Forbidden` or `Expired`. */
  readonly reason?: string;
  readonly retryAfterMs?: number;

  constructor(options: {
    status: number;
    message?: string;
    reason?: string;
    retryAfterMs?: number;
    cause?: unknown;
  }) {
    const { status, message, reason, retryAfterMs, cause } = options;
    super(message ?? `HTTP ${status}`, { cause });
    this.name = 'KubernetesError';
    this.status = status;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** An API server did not answer, or fell silent. */
export class TimeoutError extends Error {
  constructor(ms: number) {
    super(`No answer for ${Math.round(ms / 1000)} seconds`);
    this.name = 'TimeoutError';
  }
}
