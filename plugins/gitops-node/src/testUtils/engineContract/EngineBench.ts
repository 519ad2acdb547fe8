import {
  ObjectRef,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { GitOpsEngine, MappingContext } from '../../engines/GitOpsEngine';
import { EngineContractSubject } from './EngineContractSubject';
import { mappingContextOf } from './mappingContextOf';

const sampleSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
});

/** An object that the suite maps and acts on. */
export interface Sample {
  /** For the names of tests: `Kustomization flux-system/orders`. */
  title: string;
  ref: ObjectRef;
  object: z.infer<typeof sampleSchema>;
}

/** What all parts of the suite work on. */
export class EngineBench {
  readonly engine: GitOpsEngine;
  readonly context: MappingContext;
  readonly samples: readonly Sample[];
  readonly secrets: readonly string[];

  static create(subject: EngineContractSubject): EngineBench {
    return new EngineBench(subject);
  }

  private constructor(subject: EngineContractSubject) {
    const { engine, samples, referenced, secrets = [] } = subject;
    this.engine = engine;
    this.secrets = secrets;
    this.context = mappingContextOf({
      references: engine.references,
      objects: referenced,
    });
    this.samples = samples.map((each, index) => {
      const object = sampleSchema.parse(each);
      const { apiVersion, kind, metadata } = object;
      const { namespace, name } = metadata;
      return {
        title: `${index}: ${kind} ${namespace}/${name}`,
        ref: {
          cluster: this.context.cluster,
          apiVersion,
          kind,
          namespace,
          name,
        },
        object,
      };
    });
  }

  /** Samples that define a target, with what the engine makes of them. */
  targets(): Array<Sample & { status: TargetStatus }> {
    return this.samples.flatMap(sample => {
      const status = this.engine.map(sample.object, this.context);
      return status ? [{ ...sample, status }] : [];
    });
  }

  prepare(
    action: Parameters<GitOpsEngine['prepareAction']>[0],
    object: unknown,
  ) {
    return this.engine.prepareAction(action, {
      object,
      user: 'user:default/ada',
      now: this.context.now,
    });
  }
}
