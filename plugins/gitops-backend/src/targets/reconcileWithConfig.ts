import { LoggerService } from '@backstage/backend-plugin-api';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import {
  TargetSourceKey,
  TargetSourcesStore,
} from '../store/TargetSourcesStore';
import { TargetsStore } from '../store/TargetsStore';

/**
 * Brings what is stored in line with the config that the portal has started with: forgets clusters and engines that
 * are no longer in it, and assigns targets to the environments that are.
 */
export async function reconcileWithConfig(options: {
  known: ReadonlyArray<TargetSourceKey & { kind: string }>;
  environmentOf(status: TargetStatus): string | undefined;
  destinationOf(status: TargetStatus): string | undefined;
  /** What is shown with targets, such as rollouts. */
  others: ReadonlyArray<Pick<TargetsStore, 'removeUnseen'>>;
  sources: TargetSourcesStore;
  store: TargetsStore;
  logger: LoggerService;
}): Promise<void> {
  const { known, others, sources, store, logger } = options;
  for (const source of known) await sources.ensure(source);
  for (const { cluster, resource } of await sources.keys()) {
    const isKnown = known.some(
      each => each.cluster === cluster && each.resource === resource,
    );
    if (!isKnown) {
      const removed = await store.removeUnseen(
        { cluster, resource },
        new Set(),
      );
      for (const other of others) {
        await other.removeUnseen({ cluster, resource }, new Set());
      }
      await sources.remove({ cluster, resource });
      logger.info(
        `${resource} on ${cluster} is no longer configured: forgot ${removed.length} targets`,
      );
    }
  }
  const moved = await store.reassign(options);
  if (moved.length > 0) {
    logger.info(
      `${moved.length} targets belong to another environment by the config as it is now`,
    );
  }
}
