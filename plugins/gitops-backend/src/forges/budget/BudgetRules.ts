import { Priority } from './priority';

/** What one request costs depends on these. */
export interface RequestKind {
  /** The forge's own name of the limit that it counts to: `core`, `graphql`. */
  resource: string;
  /** It creates or changes something. */
  write: boolean;
}

/** A request that waits for its turn. */
export interface WaitingRequest extends RequestKind {
  priority: Priority;
  /** When it came, in ms. */
  since: number;
}

/** So much may be spent in any period of this length. */
export interface RateWindow {
  name: string;
  periodMs: number;
  limit: number;
  /** 0 for a request that it does not count. */
  cost(request: RequestKind): number;
  /** Shown to people under this name. */
  title?: string;
}

/** What a credential keeps to, whatever the forge says of it. */
export interface BudgetRules {
  maxConcurrent: number;
  windows: readonly RateWindow[];
  /** Longer waits are refused, with the time from which on it is worth trying again. */
  patienceMs: number;
  /** Share of every limit that is left to people. */
  reserve: number;
}

/** How a portal keeps to the limits of its forges. What is left out is as GitHub asks for. */
export interface ForgeBudgetOptions {
  /** Between two requests of one credential that create or change something. */
  spacingMs?: number;
  /** Requests that create or change something, per credential. */
  writesPerMinute?: number;
  writesPerHour?: number;
  /** GitHub's points: 1 for a read, 5 for a write. */
  pointsPerMinute?: { core: number; graphql: number };
  maxConcurrent?: number;
  /** For so long a request may wait for its turn. */
  patienceMs?: number;
}

/** For a forge of one's own that has no limits: only the forge's own refusals are kept to. */
export const unlimitedBudget: ForgeBudgetOptions = {
  spacingMs: 0,
  writesPerMinute: Infinity,
  writesPerHour: Infinity,
  pointsPerMinute: { core: Infinity, graphql: Infinity },
  maxConcurrent: Infinity,
};

const minute = 60_000;

/** GitHub's secondary limits, and what the options say otherwise. */
export function budgetRules(options: ForgeBudgetOptions = {}): BudgetRules {
  const points = options.pointsPerMinute ?? { core: 900, graphql: 2_000 };
  const write = (request: RequestKind) => (request.write ? 1 : 0);
  const pointsOf = (resource: string) => (request: RequestKind) => {
    if (request.resource !== resource) return 0;
    return request.write ? 5 : 1;
  };
  const windows: RateWindow[] = [
    {
      name: 'spacing',
      periodMs: options.spacingMs ?? 1_000,
      limit: 1,
      cost: write,
    },
    {
      name: 'minute',
      periodMs: minute,
      limit: options.writesPerMinute ?? 80,
      cost: write,
      title: 'writes per minute',
    },
    {
      name: 'hour',
      periodMs: 60 * minute,
      limit: options.writesPerHour ?? 500,
      cost: write,
      title: 'writes per hour',
    },
    {
      name: 'core points',
      periodMs: minute,
      limit: points.core,
      cost: pointsOf('core'),
    },
    {
      name: 'graphql points',
      periodMs: minute,
      limit: points.graphql,
      cost: pointsOf('graphql'),
    },
  ];
  return {
    maxConcurrent: options.maxConcurrent ?? 100,
    windows: windows.filter(
      ({ periodMs, limit }) => periodMs > 0 && Number.isFinite(limit),
    ),
    patienceMs: options.patienceMs ?? minute,
    reserve: 0.1,
  };
}
