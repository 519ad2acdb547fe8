import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { BudgetRules, RequestKind, WaitingRequest } from './BudgetRules';
import { headroomOf } from './headroomOf';
import { BudgetState, planTurns, Quota } from './planTurns';
import { currentPriority } from './priority';
import { inWindow, Spending, withSpending } from './RateSpending';

/** A request that was not sent, so that a limit is kept to. */
export class BudgetRefusal extends Error {
  constructor(
    readonly until: Date,
    /** The forge limits the credential, or the portal does so that the forge need not. */
    readonly by: 'forge' | 'portal',
  ) {
    super(`not before ${until.toISOString()}`);
    this.name = 'BudgetRefusal';
  }
}

interface Waiting extends WaitingRequest {
  go(): void;
  refuse(refusal: BudgetRefusal): void;
}

/** The requests of one credential, each of which waits for its turn. */
export class CredentialBudget {
  static create(options: {
    credential: string;
    rules: BudgetRules;
    now?: () => number;
  }): CredentialBudget {
    const { credential, rules, now = () => Date.now() } = options;
    return new CredentialBudget(credential, rules, now);
  }

  readonly #spent = new Map<string, Spending[]>();
  readonly #quotas = new Map<string, Quota>();
  #waiting: Waiting[] = [];
  #running = 0;
  #pausedUntil: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly credential: string,
    private readonly rules: BudgetRules,
    private readonly now: () => number,
  ) {}

  /** Sends when it is the request's turn; throws BudgetRefusal when that is not soon enough. */
  async run<T>(kind: RequestKind, send: () => Promise<T>): Promise<T> {
    await new Promise<void>((go, refuse) => {
      this.#waiting.push({
        ...kind,
        priority: currentPriority(),
        since: this.now(),
        go,
        refuse,
      });
      this.#pump();
    });
    try {
      return await send();
    } finally {
      this.#running -= 1;
      this.#pump();
    }
  }

  /** The forge wants to be left alone until then. */
  pause(until: Date): void {
    this.#pausedUntil = Math.max(this.#pausedUntil ?? 0, until.getTime());
    this.#pump();
  }

  /** What the forge said of one of its limits. */
  sawQuota(resource: string, quota: Quota): void {
    this.#quotas.set(resource, quota);
  }

  headroom(): ForgeBudget[] {
    return headroomOf({
      credential: this.credential,
      state: this.#state(),
      waiting: this.#waiting,
      rules: this.rules,
      now: this.now(),
    });
  }

  #state(): BudgetState {
    return {
      running: this.#running,
      spent: this.#spent,
      quotas: this.#quotas,
      ...(this.#pausedUntil !== undefined && {
        pausedUntil: this.#pausedUntil,
      }),
    };
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const { rules } = this;
    const now = this.now();
    const { go, refused, wakeAt } = planTurns({
      state: this.#state(),
      waiting: this.#waiting,
      rules,
      now,
    });
    const done = new Set([...go, ...refused.map(({ request }) => request)]);
    this.#waiting = this.#waiting.filter(request => !done.has(request));
    for (const request of go) this.#start(request, now);
    for (const { request, until, by } of refused) {
      request.refuse(new BudgetRefusal(new Date(until), by));
    }
    if (wakeAt !== undefined) {
      this.#timer = setTimeout(() => this.#pump(), wakeAt - now);
      this.#timer.unref();
    }
  }

  #start(request: Waiting, now: number): void {
    this.#running += 1;
    const quota = this.#quotas.get(request.resource);
    if (quota) quota.remaining -= 1;
    for (const window of this.rules.windows) {
      const cost = window.cost(request);
      if (cost === 0) continue;
      const spent = this.#spent.get(window.name) ?? [];
      this.#spent.set(
        window.name,
        withSpending(inWindow({ window, spent, now }), { at: now, cost }),
      );
    }
    request.go();
  }
}
