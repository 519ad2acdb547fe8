import {
  parseImageReference,
  RolloutRevision,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { imagesIn } from '../podImages';
import {
  ReplicaSetFacts,
  replicaSetFactsSchema,
  WorkloadFacts,
  workloadFactsSchema,
} from '../referenceSchema';
import { Rollout } from '../schema';
import { hashesOf } from './hashes';

/** The replica sets of the two revisions, and the workload whose pods they run, where these can be read. */
export interface Related {
  stable?: ReplicaSetFacts;
  current?: ReplicaSetFacts;
  workload?: WorkloadFacts;
}

export function findRelated(
  rollout: Rollout,
  context: MappingContext,
): Related {
  const { metadata, spec } = rollout;
  const { namespace } = metadata;
  const { stable, current } = hashesOf(rollout);
  const replicaSet = (hash: string | undefined) =>
    hash &&
    replicaSetFactsSchema.safeParse(
      context.find?.({
        group: 'apps',
        kind: 'ReplicaSet',
        namespace,
        name: `${metadata.name}-${hash}`,
      }),
    ).data;
  const ref = spec.workloadRef;
  const workload =
    ref?.kind === 'Deployment' && ref.name
      ? workloadFactsSchema.safeParse(
          context.find?.({
            group: 'apps',
            kind: 'Deployment',
            namespace,
            name: ref.name,
          }),
        ).data
      : undefined;
  const found = {
    stable: replicaSet(stable),
    current: replicaSet(current),
  };
  return {
    ...(found.stable && { stable: found.stable }),
    ...(found.current && { current: found.current }),
    ...(workload && { workload }),
  };
}

/**
 * The revisions with their images. What the Rollout declares are the images of the newest revision, and only when the
 * controller has looked at it: those of the stable one are in its replica set alone.
 */
export function revisionsOf(
  rollout: Rollout,
  { related, unseen }: { related: Related; unseen: boolean },
): { stable?: RolloutRevision; candidate?: RolloutRevision } {
  const { stable, current, isPromoted, comesIn } = hashesOf(rollout);
  const declared = unseen ? [] : declaredImages(rollout, related);
  return {
    ...(stable && {
      stable: revision(stable, {
        facts: related.stable,
        images: isPromoted ? declared : [],
      }),
    }),
    ...(current &&
      comesIn && {
        candidate: revision(current, {
          facts: related.current,
          images: declared,
        }),
      }),
  };
}

function declaredImages(
  { spec }: Rollout,
  { workload }: Related,
): readonly string[] {
  return spec.workloadRef ? (workload?.images ?? []) : imagesIn(spec.template);
}

function revision(
  id: string,
  options: { facts: ReplicaSetFacts | undefined; images: readonly string[] },
): RolloutRevision {
  const { facts, images } = options;
  return {
    id,
    images: (facts?.images ?? images).map(parseImageReference),
    ...(facts && { ready: facts.ready, desired: facts.desired }),
  };
}
