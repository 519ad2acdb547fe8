import {
  isSameVersion,
  PromotionPlan,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
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
import { versionWords } from './words/versionWords';

/** Nobody has said that the version is bad for the environment. */
export class VetoGate implements Gate {
  readonly #restrictions: Pick<Restrictions, 'inForce'>;

  static create(options: {
    restrictions: Pick<Restrictions, 'inForce'>;
  }): VetoGate {
    return new VetoGate(options.restrictions);
  }

  private constructor(restrictions: Pick<Restrictions, 'inForce'>) {
    this.#restrictions = restrictions;
  }

  applied(input: GateInput): AppliedGate[] {
    return [
      {
        id: 'veto',
        title: 'Veto',
        phases: ['open', 'merge'],
        evaluate: () => this.#evaluate(input),
      },
    ];
  }

  async #evaluate({ promotion, now, to }: GateInput): Promise<GateVerdict> {
    const { entityRef, plan } = promotion;
    const restrictions = await this.#restrictions.inForce({
      entityRef,
      environment: to.name,
      now,
    });
    const vetoes = restrictions.filter(
      ({ kind, version }) =>
        kind === 'veto' && version && isAbout(version, plan),
    );
    const version = versionWords(promotion);
    const [first] = vetoes;
    if (!first) {
      return {
        status: 'passed',
        message: `Nobody has vetoed ${version} for ${to.title}.`,
      };
    }
    const until = latestEnd(vetoes);
    const end = until ? ` until ${momentWords(until)}` : '';
    return {
      // One without an end stays until somebody lifts it.
      status: until ? 'waiting' : 'failed',
      message: `${refWords(first.createdBy)} has vetoed ${version} for ${to.title}${end}: ${first.reason}`,
      ...(until && { until }),
    };
  }
}

/** Where the images stay as they are, it is the chart that is good or bad: the way back from one has the same images. */
function isAbout(
  version: Version,
  { fromVersion, toVersion }: Pick<PromotionPlan, 'fromVersion' | 'toVersion'>,
): boolean {
  if (!isSameVersion(version, toVersion)) return false;
  const [vetoed, promoted] = [version.chart, toVersion.chart];
  const isOtherChart =
    vetoed !== undefined &&
    vetoed.name === promoted?.name &&
    vetoed.version !== promoted.version;
  return !(isOtherChart && isSameVersion(fromVersion, toVersion));
}
