/** What a token may consist of; a list of several, as of a header that was sent twice, is none. */
const spelling = /^[\x21-\x7e]{1,4096}$/;

/** A token of a user for a forge. It shows itself to nobody who does not ask for it by name: no log line, no JSON. */
export class ForgeToken {
  /** Undefined for what can't be a token. */
  static from(text: string): ForgeToken | undefined {
    return spelling.test(text) ? new ForgeToken(text) : undefined;
  }

  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** For the request that it goes into, and nothing else. */
  reveal(): string {
    return this.#text;
  }
}
