import { TargetSource, TargetSourceOptions } from '../targets/TargetSource';
import { EngineReaderOptions } from './EngineReader';
import { References } from './references/References';
import { ReferenceSource } from './references/ReferenceSource';

/** Where what is read of an engine on a cluster goes to. */
export interface EngineParts {
  kinds: Array<{ kind: TargetSourceOptions['kind']; sink: TargetSource }>;
  references?: EngineReaderOptions['references'];
}

/** The targets of an engine's kinds on one cluster, with what they refer to. */
export function engineParts(
  options: Omit<TargetSourceOptions, 'kind' | 'references'>,
): EngineParts {
  const { engine } = options;
  const references = engine.references?.length
    ? References.create({ kinds: engine.references })
    : undefined;
  return {
    kinds: engine.kinds.map(kind => ({
      kind,
      sink: TargetSource.create({
        ...options,
        kind,
        ...(references && { references }),
      }),
    })),
    ...(references && {
      references: {
        known: references,
        kinds: engine.references ?? [],
        sourceOf: kind =>
          ReferenceSource.create({
            cluster: options.cluster,
            kind,
            references,
            sources: options.sources,
            announce: cluster =>
              options.stored.announce({ clusters: [cluster] }),
            logger: options.logger,
          }),
      },
    }),
  };
}
