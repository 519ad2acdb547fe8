import { ReadFailure } from './readFailure';

/** What came of the step before. */
export type Outcome =
  | { type: 'listed'; resourceVersion: string }
  /** The server ended the watch, as it does now and then. */
  | { type: 'ended'; resourceVersion: string; openMs: number }
  | {
      type: 'failed';
      failure: ReadFailure;
      /** Where the watch had got to; absent when it was a list that failed. */
      resourceVersion?: string;
      /** The server had accepted the request before it failed. */
      opened: boolean;
    };

/** Where the reading of one kind on one cluster stands. */
export interface Progress {
  /** Failures in a row. */
  failures: number;
  /** When the first of them was. */
  failingSince?: number;
  /** When the last full list was. */
  listedAt?: number;
}

/** What to do next, and what to say about it. */
export interface Step {
  do: { type: 'list' } | { type: 'watch'; resourceVersion: string };
  afterMs: number;
  progress: Progress;
  /** `failing` only when it is more than a hiccup. */
  report?: 'reading' | 'absent' | 'failing';
}

/** How long things take. */
export interface ReadTiming {
  /** The server is asked to end each watch after this. */
  watchMs: number;
  /** For so long beyond that a silent watch is waited for. */
  slackMs: number;
  /** For each page of a list, and for the beginning of a watch. */
  requestMs: number;
  /** A full list at least so often, because proxies lose events. */
  relistMs: number;
  /** Between looks at whether an engine has been installed. */
  absentMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
}

/** For clusters as people run them. */
export const defaultReadTiming: ReadTiming = {
  watchMs: 120_000,
  slackMs: 15_000,
  requestMs: 30_000,
  relistMs: 15 * 60_000,
  absentMs: 60_000,
  firstRetryMs: 500,
  longestRetryMs: 30_000,
};

// A server that ends watches sooner than this does so because something is wrong.
const soonMs = 1_000;

/** Decides what to do after an outcome. Pure: `random` (0 to 1) spreads retries, `now` is in milliseconds. */
export function nextStep(
  outcome: Outcome,
  context: {
    progress: Progress;
    timing: ReadTiming;
    now: number;
    random: number;
  },
): Step {
  const { progress, timing, now } = context;
  if (outcome.type === 'listed') {
    return {
      do: { type: 'watch', resourceVersion: outcome.resourceVersion },
      afterMs: 0,
      progress: { failures: 0, listedAt: now },
      report: 'reading',
    };
  }
  if (outcome.type === 'ended') {
    const failures = outcome.openMs < soonMs ? progress.failures + 1 : 0;
    return {
      do: resume(outcome.resourceVersion, context),
      afterMs: failures > 0 ? backoff(failures, context) : 0,
      progress: { failures, listedAt: progress.listedAt },
    };
  }

  const { failure, opened } = outcome;
  // A watch that was accepted and then broke: the failures before it are over.
  const failures = (opened ? 0 : progress.failures) + 1;
  const failed: Progress = {
    failures,
    failingSince: (opened ? undefined : progress.failingSince) ?? now,
    listedAt: progress.listedAt,
  };
  const again = resume(outcome.resourceVersion, context);
  switch (failure.kind) {
    case 'expired':
      return {
        do: { type: 'list' },
        afterMs: failures > 1 ? backoff(failures, context) : 0,
        progress: failed,
        ...(failures > 2 && { report: 'failing' }),
      };
    case 'unknown-kind':
      return {
        do: { type: 'list' },
        afterMs: timing.absentMs,
        progress: { failures: 0, listedAt: progress.listedAt },
        report: 'absent',
      };
    case 'store':
      // Our own database: no problem of the cluster's. What was not stored has to be listed again.
      return {
        do: { type: 'list' },
        afterMs: backoff(failures, context),
        progress: failed,
      };
    default:
      return {
        do: again,
        afterMs: opened
          ? jitter(timing.firstRetryMs, context.random)
          : Math.max(failure.retryAfterMs ?? 0, backoff(failures, context)),
        progress: failed,
        // Load balancers and restarts cut watches all the time; what counts is whether the next one is accepted.
        ...(!opened && { report: 'failing' }),
      };
  }
}

function resume(
  resourceVersion: string | undefined,
  context: { progress: Progress; timing: ReadTiming; now: number },
): Step['do'] {
  const { progress, timing, now } = context;
  const due = now - (progress.listedAt ?? -Infinity) >= timing.relistMs;
  return resourceVersion === undefined || due
    ? { type: 'list' }
    : { type: 'watch', resourceVersion };
}

function backoff(
  failures: number,
  { timing, random }: { timing: ReadTiming; random: number },
): number {
  const full = timing.firstRetryMs * 2 ** Math.min(failures - 1, 20);
  return jitter(Math.min(full, timing.longestRetryMs), random);
}

function jitter(ms: number, random: number): number {
  return Math.round(ms * (0.5 + random / 2));
}
