import { BudgetRules, RateWindow, WaitingRequest } from './BudgetRules';
import { Priority } from './priority';
import { earliestFit, Spending, withSpending } from './RateSpending';

/** What the forge last said of one of its limits. */
export interface Quota {
  limit: number;
  remaining: number;
  resetsAt: number;
}

/** How much of its limits one credential has used. */
export interface BudgetState {
  /** Requests under way. */
  running: number;
  /** By name of the window, in the order of time. */
  spent: ReadonlyMap<string, readonly Spending[]>;
  /** By resource. */
  quotas: ReadonlyMap<string, Quota>;
  /** The forge wants to be left alone until then. */
  pausedUntil?: number;
}

/** A request that is not sent. */
export interface RefusedTurn<R> {
  request: R;
  until: number;
  /** The forge said so, or the portal keeps to what the forge asks for. */
  by: 'forge' | 'portal';
}

/** Who may go now, who shall not wait, and when to look again if nothing happens before. */
export interface Turns<R> {
  go: R[];
  refused: RefusedTurn<R>[];
  wakeAt?: number;
}

/**
 * Decides whose turn it is: people first, then in the order in which they came. Whoever has to wait is given the
 * moment at which it will be its turn if nobody overtakes it, and is refused when that is too late.
 */
export function planTurns<R extends WaitingRequest>(options: {
  state: BudgetState;
  waiting: readonly R[];
  rules: BudgetRules;
  now: number;
}): Turns<R> {
  const { state, rules, now } = options;
  const turns: Turns<R> = { go: [], refused: [] };
  const spent = new Map(state.spent);
  const used = new Map<string, number>();
  let { running } = state;
  const wakeAt = (moment: number) => {
    turns.wakeAt = Math.min(turns.wakeAt ?? Infinity, moment);
  };

  for (const request of inOrder(options.waiting)) {
    const { priority, resource, since } = request;
    const quota = state.quotas.get(resource);
    const left = (quota?.remaining ?? Infinity) - (used.get(resource) ?? 0);
    const resetsAt = quota && quota.resetsAt > now ? quota.resetsAt : now;
    const forgeSaysAt = Math.max(
      state.pausedUntil ?? now,
      left > 0 ? now : resetsAt,
    );
    if (forgeSaysAt > now) {
      turns.refused.push({ request, until: forgeSaysAt, by: 'forge' });
      continue;
    }
    const kept = keptFrom(priority, { limit: quota?.limit ?? 0, rules });
    const at = Math.max(
      left > kept ? now : resetsAt,
      ...rules.windows.map(window =>
        earliestFit({
          window,
          spent: spent.get(window.name) ?? [],
          cost: window.cost(request),
          limit: limitFor(priority, { window, rules }),
          now,
        }),
      ),
    );
    if (at > since + rules.patienceMs) {
      turns.refused.push({ request, until: at, by: 'portal' });
      continue;
    }
    if (at <= now && running >= concurrentFor(priority, rules)) {
      const deadline = since + rules.patienceMs;
      if (deadline <= now) {
        const until = now + rules.patienceMs;
        turns.refused.push({ request, until, by: 'portal' });
        continue;
      }
      wakeAt(deadline);
    } else if (at <= now) {
      turns.go.push(request);
      running += 1;
    } else {
      wakeAt(at);
    }
    used.set(resource, (used.get(resource) ?? 0) + 1);
    for (const window of rules.windows) {
      const cost = window.cost(request);
      if (cost === 0) continue;
      const before = spent.get(window.name) ?? [];
      spent.set(window.name, withSpending(before, { at, cost }));
    }
  }
  return turns;
}

function inOrder<R extends WaitingRequest>(waiting: readonly R[]): R[] {
  const rank = ({ priority }: R) => (priority === 'person' ? 0 : 1);
  return [...waiting].sort((a, b) => rank(a) - rank(b) || a.since - b.since);
}

function keptFrom(
  priority: Priority,
  { limit, rules }: { limit: number; rules: BudgetRules },
): number {
  return priority === 'person' ? 0 : Math.floor(limit * rules.reserve);
}

function limitFor(
  priority: Priority,
  { window, rules }: { window: RateWindow; rules: BudgetRules },
): number {
  const { limit } = window;
  return Math.max(1, limit - keptFrom(priority, { limit, rules }));
}

function concurrentFor(priority: Priority, rules: BudgetRules): number {
  const limit = rules.maxConcurrent;
  if (!Number.isFinite(limit)) return limit;
  return Math.max(1, limit - keptFrom(priority, { limit, rules }));
}
