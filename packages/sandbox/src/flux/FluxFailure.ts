/** Why an attempt came to nothing, by the reason that Flux gives in its conditions. */
export class FluxFailure extends Error {
  override readonly name = 'FluxFailure';
  readonly reason: string;
  /** What the condition Healthy says, where it says something else than Ready. */
  readonly health: string | undefined;
  /** Only a change of the object can mend it. */
  readonly isTerminal: boolean;

  constructor(
    reason: string,
    message: string,
    options: ErrorOptions & { health?: string; isTerminal?: boolean } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.health = options.health;
    this.isTerminal = options.isTerminal ?? false;
  }
}
