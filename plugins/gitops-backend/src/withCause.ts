/** Gives an error its cause without repeating it in the message, for messages that have the other side's words already. */
export function withCause<E extends Error>(error: E, cause: unknown): E {
  return Object.assign(error, { cause });
}
