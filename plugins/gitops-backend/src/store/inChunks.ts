/** SQLite limits the variables and the rows of one statement. */
const chunkSize = 200;

/** Does something with a list part by part, one after the other. */
export async function inChunks<T>(
  list: readonly T[],
  run: (chunk: T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < list.length; start += chunkSize) {
    await run(list.slice(start, start + chunkSize));
  }
}
