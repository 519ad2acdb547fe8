import {
  RolloutActionId,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext, ObjectPatch } from '../../engines/GitOpsEngine';
import { RolloutController } from '../../rollouts/RolloutController';
import { Sample, samplesOf } from '../engineContract/Sample';
import { mappingContextOf } from '../engineContract/mappingContextOf';
import { RolloutContractSubject } from './RolloutContractSubject';

/** What all parts of the suite work on. */
export class RolloutBench {
  readonly controller: RolloutController;
  readonly context: MappingContext;
  readonly samples: readonly Sample[];
  readonly secrets: readonly string[];

  static create(subject: RolloutContractSubject): RolloutBench {
    return new RolloutBench(subject);
  }

  private constructor(subject: RolloutContractSubject) {
    const { controller, samples, referenced, secrets = [] } = subject;
    this.controller = controller;
    this.secrets = secrets;
    this.context = mappingContextOf({
      references: controller.references,
      objects: referenced,
    });
    this.samples = samplesOf(samples, this.context.cluster);
  }

  /** Samples that the controller looks after, with what it makes of them. */
  rollouts(): Array<Sample & { status: RolloutStatus }> {
    return this.samples.flatMap(sample => {
      const status = this.controller.map(sample.object, this.context);
      return status ? [{ ...sample, status }] : [];
    });
  }

  prepare(action: RolloutActionId, object: unknown): ObjectPatch[] {
    return this.controller.prepareAction(action, {
      object,
      user: 'user:default/ada',
      now: this.context.now,
    });
  }

  /** `patches`, or the name of the error that says why there are none. */
  outcomeOf(action: RolloutActionId, object: unknown): string {
    try {
      return this.prepare(action, object).length > 0 ? 'patches' : 'nothing';
    } catch (error) {
      if (!(error instanceof Error)) return 'no error';
      return error.message ? error.name : 'an error that says nothing';
    }
  }
}
