import { GateStatus, isPassed } from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotionEvent, TrackedPromotion } from '../TrackedPromotion';

/** What the gates wait for, in one line; undefined when nothing is in the way. */
export function gatesMessage(
  inTheWay: readonly GateStatus[],
): string | undefined {
  // What will not pass by itself is what a person should read first.
  const [first] = [...inTheWay].sort(
    (a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'),
  );
  if (!first) return undefined;
  const others = inTheWay.length - 1;
  const more =
    others > 0
      ? ` (and ${others} more ${others === 1 ? 'gate' : 'gates'})`
      : '';
  return `${first.title}: ${first.message}${more}`;
}

/** When a gate passes by itself, if that is before `pollAt`. */
export function gatesLookAt(options: {
  inTheWay: readonly GateStatus[];
  now: Date;
  pollAt: Date;
}): Date {
  const { inTheWay, now, pollAt } = options;
  const moments = inTheWay
    .map(({ until }) => Date.parse(until ?? ''))
    .filter(moment => moment > now.getTime() && moment < pollAt.getTime());
  return moments.length > 0 ? new Date(Math.min(...moments)) : pollAt;
}

/** One entry for each gate that begins or ceases to hold the promotion up. */
export function gateEvents(
  promotion: TrackedPromotion,
  gates: readonly GateStatus[],
): NewPromotionEvent[] {
  const { revision } = promotion;
  return gates.flatMap(gate => {
    const before = promotion.gates.find(each => each.gate === gate.gate);
    const passes = isPassed(gate);
    const verdict = (status: GateStatus | undefined) =>
      status && (isPassed(status) ? 'passed' : status.status);
    if (verdict(before) === verdict(gate)) return [];
    // What never held it up is no news, and who overrides a gate is in the timeline already.
    if (passes && (!before || gate.status !== 'passed')) return [];
    return [
      {
        key: `gate:${gate.gate}:${revision}`,
        type: passes ? 'gate-passed' : 'gate-waiting',
        message: `${gate.title}: ${gate.message}`,
        ...(gate.link && { link: gate.link }),
      },
    ];
  });
}
