import {
  ResourceNode,
  ResourceTree,
} from '@fairlead/backstage-plugin-gitops-common';
import { isUnwell } from '../../text/resourceForest';

/** The resource that tells most of what is wrong: one whose container fails, or what is not well deepest down. */
export function firstToLookAt(
  tree: Pick<ResourceTree, 'nodes'>,
): ResourceNode | undefined {
  const { nodes } = tree;
  return (
    nodes.find(({ containers }) =>
      containers?.some(({ failing }) => failing),
    ) ?? [...nodes].reverse().find(isUnwell)
  );
}
