import { mergeProblems } from './mergeProblems';

const problem = (kind: string, since: string, message = 'No answer') => ({
  cluster: 'hub',
  kind,
  since,
  message,
  fault: 'network' as const,
});

describe('mergeProblems', () => {
  it('says once what is wrong with all kinds, since it began', () => {
    expect(
      mergeProblems([problem('A', '2026-10-02'), problem('B', '2026-10-01')]),
    ).toEqual([
      {
        cluster: 'hub',
        since: '2026-10-01',
        message: 'No answer',
        fault: 'network',
      },
    ]);
  });

  it('keeps apart what differs', () => {
    const problems = [
      problem('A', '2026-10-01'),
      problem('B', '2026-10-01', 'Forbidden'),
      { ...problem('A', '2026-10-01'), cluster: 'spoke' },
    ];
    expect(mergeProblems(problems)).toEqual(problems);
  });
});
