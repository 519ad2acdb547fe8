import fc from 'fast-check';
import { FoundProblem, rankFindings } from './rankFindings';
import { findingRules } from './rules';

const ids = findingRules.map(({ id }) => id);

const problems = fc.array(
  fc.record(
    {
      rule: fc.constantFrom(...ids),
      severity: fc.constantFrom('error', 'warning', 'info'),
      title: fc.constantFrom('a', 'b'),
      explanation: fc.constant('It is so.'),
      remedy: fc.constant('Do this.'),
      evidence: fc.constantFrom('x', 'y', 'z'),
      resource: fc.record({
        group: fc.constant('apps'),
        kind: fc.constant('Deployment'),
        name: fc.constantFrom('one', 'other'),
      }),
    },
    { requiredKeys: ['rule', 'severity', 'title', 'explanation', 'remedy'] },
  ),
);
const rankOf = (rule: string) => ids.indexOf(rule);
const severities = ['error', 'warning', 'info'];

describe('rankFindings', () => {
  it('knows rules by unique ids, and causes before what follows from them', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, follows = [] } of findingRules) {
      for (const cause of follows) {
        expect([id, cause, ids.includes(cause)]).toEqual([id, cause, true]);
        expect([id, cause, rankOf(cause) < rankOf(id)]).toEqual([
          id,
          cause,
          true,
        ]);
      }
    }
  });

  it('puts the worst first, and of those the causes', () => {
    fc.assert(
      fc.property(problems, given => {
        const ranked = rankFindings(given);
        const order = ranked.map(
          ({ severity, rule }) =>
            severities.indexOf(severity) * 100 + rankOf(rule),
        );
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  it('says nothing twice, and nothing that was not found', () => {
    fc.assert(
      fc.property(problems, given => {
        const ranked = rankFindings(given);
        const keys = ranked.map(
          ({ rule, title, resource }) => `${rule} ${title} ${resource?.name}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
        for (const { rule, title } of ranked) {
          expect(
            given.some(each => each.rule === rule && each.title === title),
          ).toBe(true);
        }
        expect(ranked.length > 0).toBe(given.length > 0);
      }),
    );
  });

  it('is the same for what was found in another order, and when ranked again', () => {
    fc.assert(
      fc.property(problems, given => {
        const ranked = rankFindings(given);
        const rules = (found: FoundProblem[]) =>
          rankFindings(found).map(({ rule }) => rule);
        expect(new Set(rules([...given].reverse()))).toEqual(
          new Set(ranked.map(({ rule }) => rule)),
        );
      }),
    );
  });

  it('says that it is not well unless something says why', () => {
    const problem = { title: 't', explanation: 'e', remedy: 'r' };
    const unhealthy = {
      ...problem,
      rule: 'unhealthy',
      severity: 'error' as const,
    };
    const beside = (rule: string, severity: 'error' | 'warning') =>
      rankFindings([unhealthy, { ...problem, rule, severity }]).map(
        each => each.rule,
      );
    expect(beside('stale', 'warning')).toEqual(['unhealthy', 'stale']);
    expect(beside('crash-loop', 'error')).toEqual(['crash-loop']);
  });

  it('keeps no evidence', () => {
    expect(
      rankFindings([
        {
          rule: 'sync-failed',
          severity: 'error',
          title: 't',
          explanation: 'e',
          remedy: 'r',
          evidence: 'x',
        },
      ]),
    ).toEqual([
      {
        rule: 'sync-failed',
        severity: 'error',
        title: 't',
        explanation: 'e',
        remedy: 'r',
      },
    ]);
  });
});
