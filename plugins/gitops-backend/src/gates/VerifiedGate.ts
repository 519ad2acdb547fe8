import {
  AppliedGate,
  Gate,
  GateInput,
} from '@fairlead/backstage-plugin-gitops-node';
import { Availability } from './Availability';
import { availabilityQuestion } from './availabilityQuestion';

/** The version was proven in the environments before, in all or any of them. */
export class VerifiedGate implements Gate {
  readonly #availability: Availability;

  static create(options: { availability: Availability }): VerifiedGate {
    return new VerifiedGate(options.availability);
  }

  private constructor(availability: Availability) {
    this.#availability = availability;
  }

  applied(input: GateInput): AppliedGate[] {
    const { promotion, policy } = input;
    if (!policy.gates.verified || promotion.kind === 'rollback') return [];
    return [
      {
        id: 'verified',
        title: 'Verified',
        phases: ['open'],
        evaluate: async () => {
          const { available, message } = await this.#availability.of(
            availabilityQuestion(input),
          );
          return { status: available ? 'passed' : 'waiting', message };
        },
      },
    ];
  }
}
