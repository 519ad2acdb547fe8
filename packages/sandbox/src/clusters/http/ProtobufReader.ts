/** Reads the wire format: varints, and pieces with a length before them. */
export class ProtobufReader {
  readonly #bytes: Buffer;
  #at = 0;

  static create(bytes: Buffer): ProtobufReader {
    return new ProtobufReader(bytes);
  }

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** What comes next, given the type that its tag says. */
  value(wireType: number): Buffer | number {
    switch (wireType) {
      case 0:
        return this.varint();
      case 1:
        return this.#piece(8);
      case 2:
        return this.#piece(this.varint());
      case 5:
        return this.#piece(4);
      default:
        throw new Error(`protobuf wire type ${wireType} is not known`);
    }
  }

  varint(): number {
    let result = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#piece(1)[0];
      result += (byte % 128) * scale;
      if (byte < 128) return result;
    }
  }

  #piece(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error('the protobuf body is cut');
    const piece = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }
}
