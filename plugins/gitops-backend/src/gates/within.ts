/** What `run` resolves to, or an error when that takes too long; what it does then is nobody's business any more. */
export async function within<T>(
  timeoutMs: number,
  run: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(`no answer within ${Math.round(timeoutMs / 1000)} seconds`),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
