import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { Availability } from './Availability';
import { availabilityQuestion } from './availabilityQuestion';
import { durationWords, momentWords } from './words/timeWords';
import { versionWords } from './words/versionWords';

/** The version has run for so long where it comes from. */
export class SoakTimeGate implements Gate {
  readonly #availability: Availability;

  static create(options: { availability: Availability }): SoakTimeGate {
    return new SoakTimeGate(options.availability);
  }

  private constructor(availability: Availability) {
    this.#availability = availability;
  }

  applied(input: GateInput): AppliedGate[] {
    const { promotion, policy } = input;
    if (policy.gates.soakMs <= 0 || promotion.kind === 'rollback') return [];
    return [
      {
        id: 'soak-time',
        title: 'Soak time',
        phases: ['open'],
        evaluate: () => this.#evaluate(input),
      },
    ];
  }

  async #evaluate(input: GateInput): Promise<GateVerdict> {
    const { promotion, policy, from } = input;
    const { soakedMs, until } = await this.#availability.of(
      availabilityQuestion(input),
    );
    const { soakMs } = policy.gates;
    const version = versionWords(promotion);
    const goal = durationWords(soakMs);
    if (soakedMs !== undefined && soakedMs >= soakMs) {
      return {
        status: 'passed',
        message: `${version} has run in ${from.title} for ${goal}.`,
      };
    }
    if (until) {
      return {
        status: 'waiting',
        message: `${version} has to run in ${from.title} for ${goal}: until ${momentWords(until)}.`,
        until,
      };
    }
    return soakedMs === undefined
      ? {
          status: 'waiting',
          message: `${version} has to run in ${from.title} for ${goal}, and has not done so yet.`,
        }
      : {
          status: 'failed',
          message: `${version} has to run in ${from.title} for ${goal}. It ran there for ${durationWords(soakedMs)}, and does not any more.`,
        };
  }
}
