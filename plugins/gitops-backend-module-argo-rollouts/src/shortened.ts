const limit = 500;

/**
 * A text that somebody else has written, at a length that can be shown. Errors of providers name the addresses that
 * they asked, so what stands before the `@` of a URL is left out.
 */
export function shortened(
  text: string | null | undefined,
  maximum = limit,
): string | undefined {
  const trimmed = (text ?? '').replace(/:\/\/[^/@\s]+@/g, '://').trim();
  if (!trimmed) return undefined;
  return trimmed.length > maximum
    ? `${trimmed.slice(0, maximum - 1)}…`
    : trimmed;
}
