import { parseEntityRef } from '@backstage/catalog-model';

/** The name of a user, a group or a service, with its namespace where that is not the default one. */
export function refWords(ref: string): string {
  if (ref === 'fairlead') return 'Fairlead';
  try {
    const { namespace, name } = parseEntityRef(ref);
    return namespace === 'default' ? name : `${namespace}/${name}`;
  } catch {
    return ref;
  }
}

/** `a, b or c` */
export function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}
