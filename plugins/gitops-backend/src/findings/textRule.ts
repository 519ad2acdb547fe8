import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { Facts, FindingRule, Problem } from './Facts';
import { quote } from './quote';
import { Statement, statementsOf } from './statements';

/** What a rule makes of words that it understands. */
export interface TextMeaning {
  title: string;
  /** What it means, in whole sentences; the words themselves are quoted after it. */
  meaning: string;
  remedy: string;
  link?: Finding['link'];
  severity?: Finding['severity'];
}

/** A rule that goes by what the engine and the cluster say. */
export function textRule(options: {
  id: string;
  follows?: readonly string[];
  /** Only what the engine itself says. */
  engineOnly?: true;
  pattern: RegExp;
  /** Undefined when it is not meant after all. */
  meaning(
    match: RegExpMatchArray,
    statement: Statement,
  ): TextMeaning | undefined;
}): FindingRule {
  const { id, follows, engineOnly, pattern, meaning } = options;
  return {
    id,
    ...(follows && { follows }),
    find: (facts: Facts) =>
      statementsOf(facts).flatMap(statement => {
        if (engineOnly && statement.from !== 'engine') return [];
        const match =
          statement.text.match(pattern) ?? statement.about?.match(pattern);
        const found = match && meaning(match, statement);
        return found ? [saidBy(statement, found)] : [];
      }),
  };
}

/** A problem that somebody's words tell. */
export function saidBy(
  { text, speaker, since, resource }: Statement,
  found: TextMeaning,
): Problem {
  const { title, meaning, remedy, link, severity = 'error' } = found;
  return {
    severity,
    title,
    explanation: `${meaning} ${speaker} says: “${quote(text)}”`,
    remedy,
    ...(since && { since }),
    ...(resource && { resource }),
    ...(link && { link }),
    evidence: text,
  };
}
