import {
  ResourceNode,
  ResourceTree,
} from '@fairlead/backstage-plugin-gitops-common';

/** A resource with what it owns. */
export interface ResourceBranch {
  node: ResourceNode;
  children: ResourceBranch[];
}

/**
 * The resources by owner. With `onlyUnwell`, those that are not well, and their owners, so that it can be told whose
 * they are. A resource whose owner is not there stands by itself.
 */
export function resourceForest(
  tree: Pick<ResourceTree, 'nodes' | 'events'>,
  options: { onlyUnwell: boolean },
): ResourceBranch[] {
  const warned = new Set(
    tree.events
      .filter(({ type }) => type === 'Warning')
      .map(({ node }) => node),
  );
  const known = new Set(tree.nodes.map(({ id }) => id));
  const owned = new Map<string | undefined, ResourceNode[]>();
  for (const node of tree.nodes) {
    const parent =
      node.parent !== undefined && known.has(node.parent)
        ? node.parent
        : undefined;
    owned.set(parent, [...(owned.get(parent) ?? []), node]);
  }
  const branchesOf = (parent: string | undefined): ResourceBranch[] =>
    (owned.get(parent) ?? []).flatMap(node => {
      const children = branchesOf(node.id);
      return options.onlyUnwell &&
        children.length === 0 &&
        !warned.has(node.id) &&
        !isUnwell(node)
        ? []
        : [{ node, children }];
    });
  return branchesOf(undefined);
}

/** Whether something about a resource is not as it should be. */
export function isUnwell(node: ResourceNode): boolean {
  const { health, sync, ready, containers } = node;
  return (
    (health !== undefined &&
      !['Healthy', 'Suspended'].includes(health.status)) ||
    sync === 'OutOfSync' ||
    (ready !== undefined && ready.ready < ready.desired) ||
    (containers ?? []).some(({ failing }) => failing)
  );
}
