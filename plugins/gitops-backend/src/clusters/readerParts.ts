import { LoggerService } from '@backstage/backend-plugin-api';
import { ObjectRef } from '@fairlead/backstage-plugin-gitops-common';
import {
  ReferencedKind,
  WatchedKind,
} from '@fairlead/backstage-plugin-gitops-node';
import { TargetSourcesStore } from '../store/TargetSourcesStore';
import { EngineReaderOptions } from './EngineReader';
import { MappedObjects, MappedSource, ObjectMapper } from './MappedSource';
import { References } from './references/References';
import { ReferenceSource } from './references/ReferenceSource';

/** What is read for an engine or a rollout controller. */
export interface ReadController<Status> extends ObjectMapper<Status> {
  readonly kinds: readonly WatchedKind[];
  readonly references?: readonly ReferencedKind[];
}

/** Where what is read of an engine or a rollout controller on a cluster goes to. */
export type ReaderParts = Pick<EngineReaderOptions, 'kinds' | 'references'>;

/** The kinds of an engine or a rollout controller on one cluster, with what they refer to. */
export function readerParts<Status extends { object: ObjectRef }>(options: {
  cluster: string;
  controller: ReadController<Status>;
  objects: MappedObjects<Status>;
  sources: TargetSourcesStore;
  logger: LoggerService;
}): ReaderParts {
  const { controller, objects } = options;
  const references = controller.references?.length
    ? References.create({ kinds: controller.references })
    : undefined;
  return {
    kinds: controller.kinds.map(kind => ({
      kind,
      sink: MappedSource.create({
        ...options,
        kind,
        mapper: controller,
        ...(references && { references }),
      }),
    })),
    ...(references && {
      references: {
        known: references,
        kinds: controller.references ?? [],
        sourceOf: kind =>
          ReferenceSource.create({
            ...options,
            kind,
            references,
            announce: cluster => objects.announceCluster(cluster),
          }),
      },
    }),
  };
}
