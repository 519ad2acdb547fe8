import { Facts, FindingRule } from './Facts';
import { FoundProblem } from './rankFindings';
import { findingRules } from './rules';

// Among the links of a target are those of the service itself, too.
const enginePage = /argo|flux|\/applications\//i;

/** What all rules find, as they find it: to be ranked. Pure. */
export function findProblems(
  facts: Facts,
  rules: readonly FindingRule[] = findingRules,
): FoundProblem[] {
  const link = facts.target.status.links.find(({ title, url }) =>
    enginePage.test(`${title} ${url}`),
  );
  return rules.flatMap(rule =>
    rule.find(facts).map(problem => ({
      ...problem,
      rule: rule.id,
      // Where nothing explains the problem itself, the engine's own page of the target shows more.
      ...(!problem.link && link && { link }),
    })),
  );
}
