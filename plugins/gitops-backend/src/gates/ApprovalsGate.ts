import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { ApprovalsPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { Approvals } from '../approvals/Approvals';
import { countApprovals } from '../approvals/countApprovals';
import { anyOf, refWords } from './words/refWords';

/** Enough people have approved the change in the portal. */
export class ApprovalsGate implements Gate {
  readonly #approvals: Pick<Approvals, 'of'>;

  static create(options: { approvals: Pick<Approvals, 'of'> }): ApprovalsGate {
    return new ApprovalsGate(options.approvals);
  }

  private constructor(approvals: Pick<Approvals, 'of'>) {
    this.#approvals = approvals;
  }

  applied(input: GateInput): AppliedGate[] {
    const policy = input.policy.gates.approvals;
    if (!policy) return [];
    return [
      {
        id: 'approvals',
        title: 'Approvals',
        phases: ['merge'],
        evaluate: () => this.#evaluate(input, policy),
      },
    ];
  }

  async #evaluate(
    { promotion, entity }: GateInput,
    policy: ApprovalsPolicy,
  ): Promise<GateVerdict> {
    const { counted, required, approvers, people, outdated } = countApprovals({
      promotion,
      policy,
      entity,
      // Before it is requested, nobody can have approved it.
      given: promotion.id ? await this.#approvals.of(promotion.id) : [],
    });
    const names = people.map(refWords).join(', ');
    if (counted >= required) {
      return { status: 'passed', message: `Approved by ${names}.` };
    }
    if (approvers.length === 0) {
      return {
        status: 'waiting',
        message: `Nobody may approve this: ${promotion.entityRef} has no owner in the catalog.`,
      };
    }
    const { requestedBy } = promotion;
    const missing = required - counted;
    return {
      status: 'waiting',
      message: [
        `${missing} of ${required} approvals ${missing === 1 ? 'is' : 'are'} missing, from ${anyOf(approvers.map(refWords))}.`,
        counted > 0 && `Approved by ${names}.`,
        outdated.length > 0 &&
          `The change is another one than ${outdated.map(refWords).join(', ')} approved, and has to be approved again.`,
        requestedBy !== 'fairlead' &&
          `${refWords(requestedBy)} requested it and does not count.`,
      ]
        .filter(Boolean)
        .join(' '),
    };
  }
}
