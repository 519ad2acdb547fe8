import {
  isSameVersion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateTarget,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { targetTrouble } from './targetTrouble';
import { versionWords } from './words/versionWords';

/**
 * What runs where the version comes from is what Git says, and it is well.
 *
 * @remarks
 * Where another version has taken the promoted one's place, its health says nothing of the promoted one: then the
 * proof that it was good there is left to the gate that asks whether it is verified and, without that, missing.
 */
export class SourceHealthyGate implements Gate {
  static create(): SourceHealthyGate {
    return new SourceHealthyGate();
  }

  private constructor() {}

  applied(input: GateInput): AppliedGate[] {
    if (input.promotion.kind === 'rollback') return [];
    return [
      {
        id: 'source-healthy',
        title: 'Source healthy',
        phases: ['open', 'merge'],
        evaluate: async () => verdict(input),
      },
    ];
  }
}

function verdict(input: GateInput): GateVerdict {
  const { from, fromTargets } = input;
  if (fromTargets.length === 0) {
    return waiting(`The service has no target in ${from.title}.`);
  }
  const others = fromTargets.filter(target => runsAnother(target, input));
  if (others.length === fromTargets.length) return movedOn(input, others[0]);
  const troubles = fromTargets.flatMap(target => {
    const trouble = targetTrouble(target);
    if (trouble) return [trouble];
    return others.includes(target)
      ? [`${target.status.object.name} runs ${runningWords(target)}.`]
      : [];
  });
  const [first, ...more] = troubles;
  if (!first) {
    return {
      status: 'passed',
      message: `${from.title} is synced and healthy.`,
    };
  }
  return waiting(
    more.length > 0 ? `${first} (and ${more.length} more)` : first,
  );
}

function movedOn(
  { promotion, policy, from }: GateInput,
  target: GateTarget,
): GateVerdict {
  const now = `${from.title} runs ${runningWords(target)} by now`;
  const version = versionWords(promotion);
  return policy.gates.verified
    ? {
        status: 'passed',
        message: `${now}. That ${version} was good there is for the gate "Verified" to say.`,
      }
    : waiting(`${now}, so nothing there shows that ${version} is healthy.`);
}

function runsAnother(
  { status, unreachable }: GateTarget,
  { promotion }: GateInput,
): boolean {
  const { toVersion } = promotion.plan;
  if (unreachable) return false;
  const names = new Set(toVersion.images.map(({ name }) => name));
  if (names.size > 0) {
    // A database beside the service is no other version of it.
    return (
      status.version.images.some(({ name }) => names.has(name)) &&
      !isSameVersion(status.version, toVersion)
    );
  }
  const { chart } = status.version;
  return (
    chart !== undefined &&
    toVersion.chart !== undefined &&
    chart.version !== toVersion.chart.version
  );
}

function runningWords({ status }: GateTarget): string {
  return versionLabel(status.version) || 'another version';
}

function waiting(message: string): GateVerdict {
  return { status: 'waiting', message };
}
