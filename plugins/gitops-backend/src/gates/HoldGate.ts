import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { Restrictions } from '../restrictions/Restrictions';
import { latestEnd } from './latestEnd';
import { refWords } from './words/refWords';
import { momentWords } from './words/timeWords';

/** What Fairlead promotes by itself stops when somebody holds or pins the environment while it is under way. */
export class HoldGate implements Gate {
  readonly #restrictions: Pick<Restrictions, 'inForce'>;

  static create(options: {
    restrictions: Pick<Restrictions, 'inForce'>;
  }): HoldGate {
    return new HoldGate(options.restrictions);
  }

  private constructor(restrictions: Pick<Restrictions, 'inForce'>) {
    this.#restrictions = restrictions;
  }

  applied(input: GateInput): AppliedGate[] {
    const { promotion, policy } = input;
    if (!promotion.automatic || promotion.kind === 'rollback') return [];
    return [
      {
        id: 'hold',
        title: 'Hold',
        // A person who merges decides for themselves.
        phases: policy.merge === 'people' ? ['open'] : ['open', 'merge'],
        evaluate: () => this.#evaluate(input),
      },
    ];
  }

  async #evaluate({ promotion, now, to }: GateInput): Promise<GateVerdict> {
    const { entityRef } = promotion;
    const restrictions = await this.#restrictions.inForce({
      entityRef,
      environment: to.name,
      now,
    });
    const holds = restrictions.filter(
      ({ kind }) => kind === 'hold' || kind === 'pin',
    );
    const [first] = holds;
    if (!first) {
      return {
        status: 'passed',
        message: `Nobody holds or pins ${to.title}.`,
      };
    }
    const until = latestEnd(holds);
    const end = until ? ` until ${momentWords(until)}` : '';
    const done = first.kind === 'pin' ? 'pinned' : 'held';
    return {
      status: 'waiting',
      message: `${refWords(first.createdBy)} has ${done} ${to.title}${end}: ${first.reason}`,
      ...(until && { until }),
    };
  }
}
