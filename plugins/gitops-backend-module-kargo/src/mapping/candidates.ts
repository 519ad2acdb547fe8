import { FreightCandidate } from '@fairlead/backstage-plugin-gitops-common';
import { Stage } from '../schema';
import { goDurationMs } from './goDuration';
import { KnownFreight } from './knownFreight';

const shown = 20;

type Request = NonNullable<
  NonNullable<Stage['spec']>['requestedFreight']
>[number];

/**
 * What a stage could get next, newest first.
 *
 * @remarks
 * As Kargo decides it: freight is available that was approved for the stage, that comes to it directly, or that was
 * verified in one (`OneOf`) or all (`All`) of the stages before, and has been there for the required time without
 * interruption. Only the stages before know the time that passes, so it is told until when.
 */
export function candidatesOf(options: {
  stage: Stage;
  freight: readonly KnownFreight[];
  current: ReadonlySet<string>;
}): FreightCandidate[] {
  const { stage, freight, current } = options;
  const requests = stage.spec?.requestedFreight ?? [];
  return freight
    .filter(({ freight: { id } }) => !current.has(id))
    .flatMap(known => {
      const request = requests.find(
        ({ origin }) => (origin?.name ?? '') === known.origin,
      );
      return request ? candidateOf(known, { request, stage }) : [];
    })
    .sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))
    .slice(0, shown);
}

function candidateOf(
  known: KnownFreight,
  { request, stage }: { request: Request; stage: Stage },
): FreightCandidate {
  const { name } = stage.metadata;
  const approved = known.approvedFor.includes(name);
  const availability =
    approved || request.sources?.direct
      ? { available: true }
      : availabilityOf(known, request);
  return {
    ...known.freight,
    ...availability,
    approved,
    verifiedIn: Object.keys(known.verifiedIn).sort(),
  };
}

type Availability = Pick<FreightCandidate, 'available' | 'why' | 'until'>;

function availabilityOf(known: KnownFreight, request: Request): Availability {
  const { stages, availabilityStrategy } = request.sources ?? {};
  const before = stages ?? [];
  if (before.length === 0) {
    return {
      available: false,
      why: 'The stage takes this from nowhere: it names no stage before, and takes nothing directly.',
    };
  }
  const each = before.map(stage =>
    availabilityAfter(known, {
      stage,
      soak: request.sources?.requiredSoakTime,
    }),
  );
  const waiting = each.filter(({ available }) => !available);
  if (
    availabilityStrategy === 'All'
      ? waiting.length === 0
      : waiting.length < each.length
  ) {
    return { available: true };
  }
  const untils = waiting.flatMap(({ until }) => until ?? []).sort();
  // One that nobody knows the time of holds all of them up, and none of one.
  const until =
    availabilityStrategy === 'All'
      ? waiting.length === untils.length && untils.at(-1)
      : untils[0];
  return {
    available: false,
    why: waiting.flatMap(({ why }) => why ?? []).join(' '),
    ...(until && { until }),
  };
}

function availabilityAfter(
  known: KnownFreight,
  options: { stage: string; soak: string | null | undefined },
): Availability {
  const { stage, soak } = options;
  const verified = known.verifiedIn[stage];
  if (!verified) {
    return { available: false, why: `It is not verified in ${stage} yet.` };
  }
  const required = goDurationMs(soak ?? '') ?? 0;
  if ((goDurationMs(verified.soak) ?? 0) >= required) {
    return { available: true };
  }
  const since = Date.parse(known.currentlyIn[stage] ?? '');
  if (Number.isNaN(since)) {
    return {
      available: false,
      why: `It has left ${stage} before it had been there for ${soak}.`,
    };
  }
  return {
    available: false,
    why: `It has to be in ${stage} for ${soak}.`,
    until: new Date(since + required).toISOString(),
  };
}
