import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { DeploymentLog } from '../deployments/DeploymentLog';
import { TrackedPromotion } from './TrackedPromotion';

/** Writes into the log of deployments how a promotion came out. Without it the log finds out by itself, only later. */
export async function recordOutcome(
  { after }: { after: TrackedPromotion },
  options: { deployments: DeploymentLog; logger: LoggerService },
): Promise<void> {
  const { state, message, finishedAt } = after;
  if (!isEnded(state) || !finishedAt) return;
  if (state !== 'succeeded' && state !== 'failed') return;
  if (after.wave && after.wave.index < after.wave.count && state !== 'failed') {
    return;
  }
  try {
    await options.deployments.recordOutcome({
      promotion: after,
      verified: state === 'succeeded',
      message,
      at: new Date(finishedAt),
    });
  } catch (error) {
    options.logger.warn(
      `The outcome of promotion ${after.id} was not recorded: ${stringifyError(error)}`,
    );
  }
}
