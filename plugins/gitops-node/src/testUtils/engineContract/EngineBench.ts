import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { GitOpsEngine, MappingContext } from '../../engines/GitOpsEngine';
import { EngineContractSubject } from './EngineContractSubject';
import { mappingContextOf } from './mappingContextOf';
import { Sample, samplesOf } from './Sample';

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
    this.samples = samplesOf(samples, this.context.cluster);
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
