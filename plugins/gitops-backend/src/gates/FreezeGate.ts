import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { Restrictions } from '../restrictions/Restrictions';
import { systemOf } from '../services/systemOf';
import { refWords } from './words/refWords';
import { latestEnd } from './latestEnd';
import { momentWords } from './words/timeWords';

/** Nobody has stopped the line: for the organisation, a system, an environment or the service. */
export class FreezeGate implements Gate {
  readonly #restrictions: Pick<Restrictions, 'inForce'>;

  static create(options: {
    restrictions: Pick<Restrictions, 'inForce'>;
  }): FreezeGate {
    return new FreezeGate(options.restrictions);
  }

  private constructor(restrictions: Pick<Restrictions, 'inForce'>) {
    this.#restrictions = restrictions;
  }

  applied(input: GateInput): AppliedGate[] {
    return [
      {
        id: 'freeze',
        title: 'Freeze',
        phases: ['open', 'merge'],
        evaluate: () => this.#evaluate(input),
      },
    ];
  }

  async #evaluate(input: GateInput): Promise<GateVerdict> {
    const { promotion, policy, entity, now } = input;
    const system = entity && systemOf(entity);
    const restrictions = await this.#restrictions.inForce({
      entityRef: promotion.entityRef,
      ...(system && { system }),
      environment: promotion.to,
      now,
    });
    const freezes = restrictions.filter(({ kind }) => kind === 'freeze');
    const [first, ...others] = freezes;
    if (!first) return { status: 'passed', message: 'Nothing is frozen.' };
    const words = freezeWords(first);
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    if (promotion.kind === 'rollback' && !policy.rollback.gated) {
      return {
        status: 'passed',
        message: `${words}${more} Rollbacks are not held up by it.`,
      };
    }
    const until = latestEnd(freezes);
    return {
      status: 'waiting',
      message: `${words}${more}`,
      ...(until && { until }),
    };
  }
}

function freezeWords(freeze: Restriction): string {
  const { scope, createdBy, reason, endsAt } = freeze;
  const { entityRef, system, environment } = scope;
  const what = [
    entityRef && refWords(entityRef),
    system && `the system ${refWords(system)}`,
    environment && `the environment ${environment}`,
  ]
    .filter(Boolean)
    .join(' in ');
  const end = endsAt
    ? `until ${momentWords(endsAt)}`
    : 'until somebody lifts that';
  return `${refWords(createdBy)} has frozen ${what || 'the whole organisation'} ${end}: ${reason}`;
}
