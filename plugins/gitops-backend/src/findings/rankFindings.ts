import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { FindingRule, Problem } from './Facts';
import { findingRules } from './rules';

/** A problem, and which rule found it. */
export interface FoundProblem extends Problem {
  rule: string;
}

const severities: ReadonlyArray<Finding['severity']> = [
  'error',
  'warning',
  'info',
];

/** The worst first, causes before what follows from them, nothing twice. Pure. */
export function rankFindings(
  problems: readonly FoundProblem[],
  rules: readonly FindingRule[] = findingRules,
): Finding[] {
  const ranks = new Map(rules.map(({ id }, rank) => [id, rank]));
  const rankOf = ({ rule }: FoundProblem) => ranks.get(rule) ?? rules.length;
  const ordered = [...problems].sort((a, b) => rankOf(a) - rankOf(b));
  const different = withoutRepeats(ordered);
  const told = different.filter(each => !isFallback(each, rules));
  const kept = told.some(explainsHealth) ? told : different;
  return kept
    .map(each => explained(each, { kept, rules }))
    .map(each => ({ each, severity: severities.indexOf(each.severity) }))
    .sort((a, b) => a.severity - b.severity || rankOf(a.each) - rankOf(b.each))
    .map(({ each: { evidence, ...finding } }) => finding);
}

function withoutRepeats(ordered: readonly FoundProblem[]): FoundProblem[] {
  const claimed = new Map<string, string>();
  const seen = new Set<string>();
  const exact = new Set(
    ordered.filter(({ resource }) => resource).map(({ rule }) => rule),
  );
  return ordered.filter(each => {
    const { rule, resource, title, evidence } = each;
    if (evidence !== undefined) {
      const owner = claimed.get(evidence) ?? rule;
      claimed.set(evidence, owner);
      if (owner !== rule) return false;
    }
    // What the resource says itself is better than what others say of it.
    if (!resource && exact.has(rule)) return false;
    const { kind = '', namespace = '', name = '' } = resource ?? {};
    const key = [rule, title, kind, namespace, name].join('\n');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** That it may be old, or differs from Git, does not say why it is not well. */
function explainsHealth({ severity, resource }: FoundProblem): boolean {
  return severity === 'error' || (severity === 'warning' && Boolean(resource));
}

function isFallback(
  { rule }: FoundProblem,
  rules: readonly FindingRule[],
): boolean {
  return rules.some(({ id, fallback }) => id === rule && fallback === true);
}

/** What follows from something else counts less than that, and says what it follows from. */
function explained(
  problem: FoundProblem,
  context: {
    kept: readonly FoundProblem[];
    rules: readonly FindingRule[];
  },
): FoundProblem {
  const { kept, rules } = context;
  const follows = rules.find(({ id }) => id === problem.rule)?.follows ?? [];
  const cause = kept.find(
    ({ rule, severity }) => follows.includes(rule) && severity !== 'info',
  );
  if (!cause) return problem;
  return {
    ...problem,
    severity: problem.severity === 'error' ? 'warning' : problem.severity,
    explanation: `${problem.explanation} This follows from: ${cause.title}.`,
  };
}
