import { TrackedTarget } from '../TrackedPromotion';
import { JudgeOptions, TargetJudgement } from './TargetJudgement';

type Clock =
  | 'waitingSince'
  | 'syncFailingSince'
  | 'missingSince'
  | 'revertedSince'
  | 'degradedSince'
  | 'unsettledSince';

/** Puts judgements of one target together. A clock that a judgement does not name stops, and begins anew. */
export class TargetJudge {
  readonly #options: JudgeOptions;
  readonly name: string;
  /** How it was doing at the look before. */
  readonly before: TrackedTarget | undefined;
  #shownSince: string | undefined;

  static create(options: JudgeOptions): TargetJudge {
    return new TargetJudge(options);
  }

  private constructor(options: JudgeOptions) {
    const { promotion, sighting } = options;
    const { targetId, target } = sighting;
    this.#options = options;
    this.name = target?.status.object.name ?? nameOf(targetId);
    this.before = promotion.progress.find(each => each.targetId === targetId);
    this.#shownSince = this.before?.shownSince;
  }

  /** The promoted version was seen here, alone or beside another. */
  get wasShown(): boolean {
    return this.#shownSince !== undefined;
  }

  /** The promoted version is seen here now. */
  noteShown(): void {
    this.#shownSince ??= this.#options.now.toISOString();
  }

  /** The target is so, whatever it was before. */
  is(
    verdict: TargetJudgement['verdict'],
    options: { message: string; stuck?: boolean } & Partial<TrackedTarget>,
  ): TargetJudgement {
    const { message, stuck, ...rest } = options;
    return {
      tracked: {
        targetId: this.#options.sighting.targetId,
        synced: verdict === 'synced' || verdict === 'healthy',
        message,
        ...(this.#shownSince && { shownSince: this.#shownSince }),
        ...rest,
      },
      verdict,
      name: this.name,
      ...(stuck && { stuck }),
    };
  }

  /** The target is `waiting` or `synced` as long as its clock allows, and then it is what that means. */
  until(
    patienceMs: number,
    options: {
      clock: Clock;
      meanwhile: 'waiting' | 'synced';
      message: string;
      end: 'failed' | 'errored';
      /** The message at the end. */
      endMessage: string;
      /** Another clock that goes on meanwhile. */
      beside?: Clock;
    },
  ): TargetJudgement {
    const { clock, meanwhile, message, end, endMessage, beside } = options;
    const since = this.#since(clock);
    const isOver =
      this.#options.now.getTime() - Date.parse(since) >= patienceMs;
    return this.is(isOver ? end : meanwhile, {
      message: isOver ? endMessage : message,
      synced: meanwhile === 'synced',
      [clock]: since,
      ...(beside && { [beside]: this.#since(beside) }),
    });
  }

  #since(clock: Clock): string {
    return this.before?.[clock] ?? this.#options.now.toISOString();
  }
}

function nameOf(targetId: string): string {
  return targetId.slice(targetId.lastIndexOf(':') + 1);
}
