import { Deployment, Version } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { versionOfTargets } from '../services/compareEnvironments';
import { sameVersionLive } from './sameVersionLive';
import { standingOf } from './standingOf';

/**
 * The deployment to roll an environment back to: the newest verified one with another version than the one that is to
 * go, that is not vetoed and has not failed since. Undefined when there is none. Pure.
 */
export function lastVerified(options: {
  /** Of the service, newest first. */
  deployments: readonly Deployment[];
  environment: string;
  /**
   * The version that is to go: see {@link versionToLeave}, or what the promotion that failed has promoted. Without
   * it, the one that runs.
   */
  before?: Version;
  /** Restrictions of the kind `veto` in force there. */
  vetoes: ReadonlyArray<{ version?: Version }>;
}): Deployment | undefined {
  const { environment, vetoes } = options;
  const deployments = options.deployments.filter(
    deployment => deployment.environment === environment,
  );
  const leaving =
    options.before ?? deployments.find(({ endedAt }) => !endedAt)?.version;
  const isGood = ({ version }: Deployment) =>
    standingOf({ version, environment, deployments, now: new Date(0) })
      .verifiedAt !== undefined;
  return deployments.find(
    deployment =>
      deployment.verifiedAt !== undefined &&
      !deployment.failure &&
      !(leaving && sameVersionLive(deployment.version, leaving)) &&
      !vetoes.some(
        ({ version }) =>
          version && sameVersionLive(deployment.version, version),
      ) &&
      isGood(deployment),
  );
}

/**
 * The version that an environment is to be brought away from: what its targets show beside what runs by the log, as
 * when a rollout is stuck half way, else what runs; or what a promotion has brought to Git, where the version before
 * it runs all the same.
 */
export function versionToLeave(options: {
  /** Of the service, newest first. */
  deployments: readonly Deployment[];
  environment: string;
  /** Those of the environment, now. */
  targets: readonly StoredTarget[];
  /** The newest promotion there, where it has failed. */
  failed?: { fromVersion: Version; toVersion: Version };
}): Version | undefined {
  const { failed } = options;
  const shown = versionShown(options);
  return failed && (!shown || sameVersionLive(shown, failed.fromVersion))
    ? failed.toVersion
    : shown;
}

function versionShown(
  options: Parameters<typeof versionToLeave>[0],
): Version | undefined {
  const { environment, targets } = options;
  const running = options.deployments.find(
    each => each.environment === environment && !each.endedAt,
  )?.version;
  const seen = versionOfTargets(targets);
  if (!running || sameVersionLive(running, seen)) return running;
  const images = seen.images.filter(image => {
    const own = running.images.filter(({ name }) => name === image.name);
    return !own.some(each =>
      sameVersionLive({ images: [each] }, { images: [image] }),
    );
  });
  return { ...seen, images: images.length > 0 ? images : seen.images };
}
