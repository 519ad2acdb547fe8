/** Why an attempt came to nothing, by the reason that Flux gives in its conditions. */
export class FluxFailure extends Error {
  override readonly name = 'FluxFailure';
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
