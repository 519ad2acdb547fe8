import {
  Restriction,
  RestrictionKind,
  RestrictionScope,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { entityName } from './entityName';

/** How a kind of restriction is named, and what it does. */
export const restrictionKinds: Record<
  RestrictionKind,
  { word: string; ask: string; means: string; lift: string }
> = {
  freeze: {
    word: 'Frozen',
    ask: 'Freeze',
    means:
      'No promotion opens its pull request and none is merged until it ends. Promotions wait; none is lost.',
    lift: 'Lift the freeze',
  },
  hold: {
    word: 'Held',
    ask: 'Hold automatic promotion',
    means:
      'Nothing is promoted by itself until the hold ends. People can still promote.',
    lift: 'Lift the hold',
  },
  pin: {
    word: 'Pinned',
    ask: 'Pin a version',
    means:
      'The environment shall stay at this version; nothing is promoted by itself until the pin ends.',
    lift: 'Lift the pin',
  },
  veto: {
    word: 'Vetoed',
    ask: 'Veto a version',
    means:
      'This version is bad. It is not promoted to this environment again until the veto is lifted.',
    lift: 'Lift the veto',
  },
};

/** What a restriction covers: `everything`, `Production EU`, `system shop in prod-eu`. */
export function scopeWords(
  scope: RestrictionScope,
  titleOf: (environment: string) => string,
): string {
  const subject = scope.entityRef
    ? entityName(scope.entityRef)
    : scope.system && `system ${entityName(scope.system)}`;
  const place = scope.environment && titleOf(scope.environment);
  if (subject && place) return `${subject} in ${place}`;
  return subject ?? place ?? 'everything';
}

/** A restriction in a few words, as seen from the environment that it restricts: `Frozen with everything`. */
export function restrictionTitle(
  restriction: Pick<Restriction, 'kind' | 'scope' | 'version'>,
  titleOf: (environment: string) => string,
): string {
  const { kind, scope, version } = restriction;
  const { word } = restrictionKinds[kind];
  const label = version && versionLabel(version);
  if (label) {
    return kind === 'pin' ? `${word} at ${label}` : `${word}: ${label}`;
  }
  // That it is for this service needs no words on the service's own page.
  return kind === 'freeze' && !scope.entityRef
    ? `${word}: ${scopeWords(scope, titleOf)}`
    : word;
}

/** How a restriction ended, or whether it is in force. */
export function restrictionState(
  restriction: Pick<Restriction, 'endsAt' | 'liftedAt'>,
  now: number,
): 'in force' | 'lifted' | 'ended' {
  if (restriction.liftedAt) return 'lifted';
  return restriction.endsAt && Date.parse(restriction.endsAt) <= now
    ? 'ended'
    : 'in force';
}
