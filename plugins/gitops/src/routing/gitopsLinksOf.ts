import { parseEntityRef } from '@backstage/catalog-model';
import { GitopsLinks } from './GitopsLinks';

/** The links from the three routes that they are made of. */
export function gitopsLinksOf(routes: {
  root: (() => string) | undefined;
  promotion: ((params: { id: string }) => string) | undefined;
  entity:
    | ((params: { kind: string; namespace: string; name: string }) => string)
    | undefined;
}): GitopsLinks {
  const { root, promotion, entity } = routes;
  const entityPage = (entityRef: string) => entity?.(parseEntityRef(entityRef));
  const below = (page: string | undefined, path: string) =>
    page === undefined ? undefined : `${page.replace(/\/$/, '')}/${path}`;
  return {
    fleet: () => root?.(),
    promotions: () => below(root?.(), 'promotions'),
    promotion: id => promotion?.({ id }),
    entity: entityPage,
    deployments: entityRef => below(entityPage(entityRef), 'deployments'),
  };
}
