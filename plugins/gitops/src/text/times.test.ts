import { budgetState } from './budgetWords';
import { livedFor } from './deploymentWords';
import { duration } from './duration';
import { clockTime, relativeTime } from './relativeTime';
import { restrictionState } from './restrictionWords';

const now = Date.parse('2026-11-24T10:00:00.000Z');
const iso = (ms: number) => new Date(now + ms).toISOString();
const minute = 60_000;
const hour = 60 * minute;

describe('times', () => {
  it('are relative to now, whether they are over or to come', () => {
    const at = (ms: number) => relativeTime({ at: iso(ms), now });
    expect(at(-30_000)).toBe('just now');
    expect(at(30_000)).toBe('in a moment');
    expect(at(-119 * minute)).toBe('1h ago');
    expect(at(119 * minute)).toBe('in 2h');
    expect(at(47.9 * hour)).toBe('in 2d');
  });

  it('name the day only where it is another one', () => {
    const noon = new Date(now);
    noon.setHours(12, 0, 0, 0);
    const at = (days: number) => {
      const date = new Date(noon);
      date.setDate(date.getDate() + days);
      return clockTime({ at: date.toISOString(), now: noon.getTime() });
    };
    expect(at(0)).toBe('12:00');
    expect(at(2)).toMatch(/^Thu,? 26 Nov,? 12:00$/);
  });

  it('last', () => {
    expect(duration(59_000)).toBe('less than a minute');
    expect(duration(minute)).toBe('1 minute');
    expect(duration(49 * hour + 30 * minute)).toBe('2 days 1 hour');
    expect(duration(48 * hour + 5 * minute)).toBe('2 days');
    expect(livedFor({ startedAt: iso(-2 * hour) }, now)).toBe('2 hours');
    expect(
      livedFor({ startedAt: iso(-2 * hour), endedAt: iso(-hour) }, now),
    ).toBe('1 hour');
  });

  it('end restrictions', () => {
    expect(restrictionState({}, now)).toBe('in force');
    expect(restrictionState({ endsAt: iso(1) }, now)).toBe('in force');
    expect(restrictionState({ endsAt: iso(0) }, now)).toBe('ended');
    expect(restrictionState({ endsAt: iso(1), liftedAt: iso(-1) }, now)).toBe(
      'lifted',
    );
  });

  it('fill budgets again', () => {
    const budget = {
      limit: 1000,
      remaining: 50,
      resetsAt: iso(minute),
      waiting: 0,
    };
    const word = (rest: Partial<typeof budget> & { pausedUntil?: string }) =>
      budgetState({ ...budget, ...rest }, now).word;
    expect(word({})).toBe('Nearly used up');
    expect(word({ resetsAt: iso(-1) })).toBe('Plenty left');
    expect(word({ pausedUntil: iso(1) })).toBe('Paused by the forge');
    expect(word({ pausedUntil: iso(-1), remaining: 500 })).toBe('Plenty left');
    expect(word({ remaining: 500, waiting: 3 })).toBe('Busy');
  });
});
