import fc from 'fast-check';
import { defaultReadTiming, nextStep, Outcome, Progress } from './nextStep';
import { ReadFailure } from './readFailure';

const timing = defaultReadTiming;
const now = 10_000_000;
const context = (progress: Progress, random = 1) => ({
  progress,
  timing,
  now,
  random,
});
const fine: Progress = { failures: 0, listedAt: now - 1000 };
const failed = (
  kind: ReadFailure['kind'],
  rest: Partial<Extract<Outcome, { type: 'failed' }>> = {},
): Outcome => ({
  type: 'failed',
  failure: { kind, message: 'x' },
  resourceVersion: '7',
  opened: false,
  ...rest,
});

describe('nextStep', () => {
  it('watches from a list, and forgets failures', () => {
    expect(
      nextStep(
        { type: 'listed', resourceVersion: '5' },
        context({ failures: 4, failingSince: 1 }),
      ),
    ).toEqual({
      do: { type: 'watch', resourceVersion: '5' },
      afterMs: 0,
      progress: { failures: 0, listedAt: now },
      report: 'reading',
    });
  });

  it('goes on at once where a watch ended', () => {
    expect(
      nextStep(
        { type: 'ended', resourceVersion: '9', openMs: 120_000 },
        context(fine),
      ),
    ).toEqual({
      do: { type: 'watch', resourceVersion: '9' },
      afterMs: 0,
      progress: fine,
    });
  });

  it('slows down when watches end as soon as they begin', () => {
    const step = nextStep(
      { type: 'ended', resourceVersion: '9', openMs: 2 },
      context({ ...fine, failures: 3 }),
    );
    expect(step.afterMs).toBe(4000);
    expect(step.progress.failures).toBe(4);
  });

  it('lists again when the last list is long ago', () => {
    const long = { failures: 0, listedAt: now - timing.relistMs };
    expect(
      nextStep(
        { type: 'ended', resourceVersion: '9', openMs: 120_000 },
        context(long),
      ).do,
    ).toEqual({ type: 'list' });
  });

  it('lists at once when the version is too old, and slower when that does not help', () => {
    const once = nextStep(failed('expired', { opened: true }), context(fine));
    expect(once).toMatchObject({ do: { type: 'list' }, afterMs: 0 });
    expect(once.report).toBeUndefined();

    const often = nextStep(
      failed('expired'),
      context({ ...fine, failures: 2, failingSince: 1 }),
    );
    expect(often).toMatchObject({ afterMs: 2000, report: 'failing' });
  });

  it('takes a watch that broke for a hiccup, and one that is refused for a failure', () => {
    const broke = nextStep(failed('cut', { opened: true }), context(fine));
    expect(broke).toMatchObject({
      do: { type: 'watch', resourceVersion: '7' },
      afterMs: timing.firstRetryMs,
      progress: { failures: 1, failingSince: now },
    });
    expect(broke.report).toBeUndefined();

    const refused = nextStep(failed('refused'), {
      ...context(broke.progress),
      now: now + 500,
    });
    expect(refused).toMatchObject({
      do: { type: 'watch', resourceVersion: '7' },
      report: 'failing',
      progress: { failures: 2, failingSince: now },
    });
  });

  it('lists again when it was a list that failed', () => {
    expect(
      nextStep(
        failed('server', { resourceVersion: undefined }),
        context({ failures: 0 }),
      ),
    ).toMatchObject({ do: { type: 'list' }, report: 'failing' });
  });

  it('looks slowly for an engine that is not installed, which is no failure', () => {
    expect(nextStep(failed('unknown-kind'), context(fine))).toMatchObject({
      do: { type: 'list' },
      afterMs: timing.absentMs,
      progress: { failures: 0 },
      report: 'absent',
    });
  });

  it('waits for as long as the server asks', () => {
    const busy = { kind: 'busy', message: 'x', retryAfterMs: 60_000 } as const;
    expect(
      nextStep(failed('busy', { failure: busy }), context(fine)).afterMs,
    ).toBe(60_000);
  });

  it('blames no cluster for our database, and lists what was not stored', () => {
    const step = nextStep(failed('store'), context(fine));
    expect(step.do).toEqual({ type: 'list' });
    expect(step.report).toBeUndefined();
  });

  it('never stops trying, never tries without a pause, and keeps since when', () => {
    const kind = fc.constantFrom<ReadFailure['kind']>(
      'unauthorized',
      'forbidden',
      'server',
      'refused',
      'unknown-host',
      'tls',
      'silent',
      'config',
    );
    fc.assert(
      fc.property(
        fc.array(kind, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (kinds, random) => {
          let progress: Progress = fine;
          kinds.forEach((each, index) => {
            const step = nextStep(failed(each), {
              ...context(progress, random),
              now: now + index,
            });
            expect(step.afterMs).toBeGreaterThanOrEqual(
              timing.firstRetryMs / 2,
            );
            expect(step.afterMs).toBeLessThanOrEqual(timing.longestRetryMs);
            expect(step.report).toBe('failing');
            expect(step.progress.failingSince).toBe(now);
            progress = step.progress;
          });
        },
      ),
    );
  });
});
