import fc from 'fast-check';
import { DriftSign, nextSince } from './driftSince';

const signs = fc.array(
  fc.constantFrom<DriftSign>('drifted', 'in-sync', 'unknown'),
);
const after = (looks: DriftSign[], since?: string) =>
  looks.reduce<string | undefined>(
    (before, sign, index) => nextSince(before, { sign, at: `${index}` }),
    since,
  );

describe('nextSince', () => {
  it('is the first look that found drift after the last one that found none', () => {
    fc.assert(
      fc.property(signs, looks => {
        const synced = looks.lastIndexOf('in-sync');
        const first = looks.indexOf('drifted', synced + 1);
        expect(after(looks)).toBe(first < 0 ? undefined : `${first}`);
      }),
    );
  });

  it('is the same when looks are repeated, as other replicas do', () => {
    fc.assert(
      fc.property(signs, looks => {
        const sign = looks[looks.length - 1] ?? 'unknown';
        const since = after(looks);
        const again = nextSince(since, { sign, at: 'later' });
        expect(again).toBe(since);
      }),
    );
  });
});
