/** Puts the lines of a stream together from its chunks. What comes after the last line end waits for more. */
export class LineSplitter {
  #rest: string[] = [];

  push(chunk: string): string[] {
    const parts = chunk.split('\n');
    const last = parts.pop() ?? '';
    if (parts.length === 0) {
      // Long objects come in many chunks: joined once, not each time.
      this.#rest.push(last);
      return [];
    }
    parts[0] = [...this.#rest, parts[0]].join('');
    this.#rest = [last];
    return parts.filter(line => line.trim() !== '');
  }
}
