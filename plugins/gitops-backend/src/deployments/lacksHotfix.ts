import {
  Deployment,
  Promotion,
  ServiceEnvironment,
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { compare, valid } from 'semver';
import { sameVersionLive } from './sameVersionLive';

/** A hotfix that an environment does not have. */
export type LackedHotfix = ServiceEnvironment['lacks'][number];

const reached: ReadonlySet<Promotion['state']> = new Set([
  'merged',
  'synced',
  'settling',
  'succeeded',
]);

/**
 * By environment, the hotfixes that skipped it and that it does not have yet, in the order given. Pure.
 *
 * @remarks
 * An environment has a hotfix when it has run the same version since, or has got a later one: by semantic version
 * where both are such, or because the environment that was fixed has moved on to that version as well. What it ran
 * already when the hotfix was made does not count, however high its number. A hotfix that was rolled back is lacked
 * by nobody.
 */
export function lacksHotfix(options: {
  hotfixes: ReadonlyArray<
    Pick<
      Promotion,
      | 'id'
      | 'kind'
      | 'state'
      | 'to'
      | 'skips'
      | 'reason'
      | 'links'
      | 'createdAt'
    > & { plan: Pick<Promotion['plan'], 'toVersion'> }
  >;
  /** Of the service. */
  deployments: readonly Deployment[];
}): Map<string, LackedHotfix[]> {
  const { hotfixes, deployments } = options;
  const lacks = new Map<string, LackedHotfix[]>();
  for (const hotfix of hotfixes) {
    const { id, kind, state, to, skips, reason, links, plan } = hotfix;
    if (kind !== 'hotfix' || !reached.has(state) || links.rolledBackBy) {
      continue;
    }
    const lacking = skips.filter(
      environment =>
        !hasIt({
          version: plan.toVersion,
          madeAt: hotfix.createdAt,
          here: deployments.filter(each => each.environment === environment),
          there: deployments.filter(each => each.environment === to),
        }),
    );
    for (const environment of lacking) {
      lacks.set(environment, [
        ...(lacks.get(environment) ?? []),
        {
          promotionId: id,
          environment: to,
          version: versionLabel(plan.toVersion),
          reason,
        },
      ]);
    }
  }
  return lacks;
}

function hasIt(options: {
  version: Version;
  madeAt: string;
  here: readonly Deployment[];
  there: readonly Deployment[];
}): boolean {
  const { version, madeAt, here, there } = options;
  const came = (each: Deployment) => each.startedAt > madeAt;
  const isFix = (each: Deployment) => sameVersionLive(each.version, version);
  const successors = successorsOf({ isFix, came, there });
  return here.some(each => {
    const since = each.endedAt === undefined || each.endedAt > madeAt;
    if (isFix(each)) return since;
    return (
      came(each) &&
      (isLater(each.version, version) ||
        successors.some(next => sameVersionLive(each.version, next.version)))
    );
  });
}

/** What came after the fix where it was brought, and had not been there before. */
function successorsOf(options: {
  isFix: (deployment: Deployment) => boolean;
  came: (deployment: Deployment) => boolean;
  there: readonly Deployment[];
}): Deployment[] {
  const { isFix, came, there } = options;
  const fixed = there
    .filter(each => isFix(each) && came(each))
    .map(({ startedAt }) => startedAt)
    .sort()[0];
  if (fixed === undefined) return [];
  const earlier = there.filter(({ startedAt }) => startedAt < fixed);
  return there.filter(
    each =>
      each.startedAt > fixed &&
      !each.failure &&
      !earlier.some(old => sameVersionLive(old.version, each.version)),
  );
}

/** Of what both have, something is later, and nothing is earlier or can't be told. */
function isLater(version: Version, fix: Version): boolean {
  const pairs: Array<[string | undefined, string | undefined]> =
    fix.images.flatMap(image => {
      const other = version.images.find(({ name }) => name === image.name);
      return other ? [[other.tag, image.tag]] : [];
    });
  if (version.chart && version.chart.name === fix.chart?.name) {
    pairs.push([version.chart.version, fix.chart.version]);
  }
  const orders = pairs.map(([here, fixed]) => {
    if (here === fixed) return 0;
    return here && fixed && valid(here) && valid(fixed)
      ? compare(here, fixed)
      : -1;
  });
  return orders.includes(1) && !orders.includes(-1);
}
