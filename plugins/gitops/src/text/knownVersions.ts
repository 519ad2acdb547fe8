import {
  ServiceDeployments,
  Version,
  versionKey,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

/** A version that can be pinned or vetoed, and where it is. */
export interface KnownVersion {
  key: string;
  label: string;
  version: Version;
}

/**
 * The versions that a person may mean in an environment, each once: what runs in it, what is promoted to it, and
 * what runs elsewhere.
 */
export function knownVersions(
  service: ServiceDeployments,
  environment: string,
): KnownVersion[] {
  const here = service.environments.filter(
    item => item.environment.name === environment,
  );
  const elsewhere = service.environments.filter(
    item => item.environment.name !== environment,
  );
  const found: Array<{ version: Version; where: string }> = [
    ...here.flatMap(runningIn),
    ...here.flatMap(({ activePromotion, queuedPromotions }) =>
      [...(activePromotion ? [activePromotion] : []), ...queuedPromotions].map(
        ({ plan }) => ({
          version: plan.toVersion,
          where: 'being promoted to it',
        }),
      ),
    ),
    ...elsewhere.flatMap(runningIn),
  ];
  const known = new Map<string, KnownVersion>();
  for (const { version, where } of found) {
    const key = versionKey(version);
    const label = versionLabel(version);
    if (key && label && !known.has(key)) {
      known.set(key, { key, label: `${label}, ${where}`, version });
    }
  }
  return [...known.values()];
}

function runningIn(item: ServiceDeployments['environments'][number]) {
  return item.targets.map(({ status }) => ({
    version: status.version,
    where: `in ${item.environment.title}`,
  }));
}
