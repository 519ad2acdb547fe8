import { EndChoice, endProblem, endsAt } from './endTimes';

const at = (choice: EndChoice, now: string, exact = '') =>
  endsAt({ choice, exact }, new Date(now));

const local = (text: string) => new Date(text).toISOString();

describe('endTimes', () => {
  it('is the reader’s own time', () => {
    // A Tuesday.
    expect(at('open', '2026-11-24T10:30:00')).toBeUndefined();
    expect(at('1h', '2026-11-24T23:30:00')).toBe(local('2026-11-25T00:30:00'));
    expect(at('4h', '2026-11-24T10:30:00')).toBe(local('2026-11-24T14:30:00'));
    expect(at('tomorrow', '2026-11-30T10:30:00')).toBe(
      local('2026-12-01T08:00:00'),
    );
    expect(at('exact', '2026-11-24T10:30:00', '2026-12-24T18:00')).toBe(
      local('2026-12-24T18:00:00'),
    );
  });

  it('never means today by next Monday', () => {
    const days = [22, 23, 24, 25, 26, 27, 28];
    expect(
      days.map(day => at('monday', `2026-11-${day}T07:00:00`)?.slice(0, 10)),
    ).toEqual(
      days.map(day =>
        local(day < 23 ? '2026-11-23T08:00:00' : '2026-11-30T08:00:00').slice(
          0,
          10,
        ),
      ),
    );
  });

  it('has to be in the future', () => {
    const now = new Date('2026-11-24T10:30:00');
    const problem = (exact: string) =>
      endProblem({ choice: 'exact', exact }, now);

    expect(problem('')).toBe('Say when it ends.');
    expect(problem('2026-11-24T10:30')).toBe(
      'The end has to be in the future.',
    );
    expect(problem('2026-11-24T10:31')).toBe('');
    expect(endProblem({ choice: 'open', exact: '' }, now)).toBe('');
  });
});
