import { badRequest } from '../StatusError';

/** Decides by labels. */
export type LabelMatch = (labels: Record<string, string>) => boolean;

const key = String.raw`[A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?`;
const equality = new RegExp(`^(${key})\\s*(==|=|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const comparison = new RegExp(`^(${key})\\s*([<>])\\s*(-?\\d+)$`);
const existence = new RegExp(`^(!?)\\s*(${key})$`);

/** Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws BadRequest. */
export function parseLabelSelector(text: string): LabelMatch {
  const matches = splitTerms(text).map(term => {
    const match = parseTerm(term);
    if (!match) {
      throw badRequest(
        `unable to parse requirement: found '${term}' in the label selector '${text}'`,
      );
    }
    return match;
  });
  return labels => matches.every(match => match(labels));
}

/** Splits at the commas that are not inside parentheses. */
function splitTerms(text: string): string[] {
  return text
    .split(/,(?![^()]*\))/)
    .map(term => term.trim())
    .filter((term, _, all) => term || all.length > 1);
}

function parseTerm(term: string): LabelMatch | undefined {
  const equal = equality.exec(term);
  if (equal) {
    const [, name, operator, wanted] = equal;
    return operator === '!='
      ? labels => labels[name] !== wanted
      : labels => labels[name] === wanted;
  }
  const member = membership.exec(term);
  if (member) {
    const [, name, operator, list] = member;
    const wanted = new Set(list.split(',').map(each => each.trim()));
    return operator === 'in'
      ? labels => name in labels && wanted.has(labels[name])
      : labels => !(name in labels) || !wanted.has(labels[name]);
  }
  const compared = comparison.exec(term);
  if (compared) {
    const [, name, operator, limit] = compared;
    return labels => {
      const number = /^-?\d+$/.test(labels[name] ?? '')
        ? Number(labels[name])
        : NaN;
      return operator === '<' ? number < Number(limit) : number > Number(limit);
    };
  }
  const exists = existence.exec(term);
  if (exists) {
    const [, not, name] = exists;
    return labels => name in labels === !not;
  }
  return undefined;
}
