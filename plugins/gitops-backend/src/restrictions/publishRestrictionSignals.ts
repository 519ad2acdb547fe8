import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  GitopsSignal,
  gitopsSignalChannel,
} from '@fairlead/backstage-plugin-gitops-common';
import { RestrictionsStore } from './RestrictionsStore';

/** Tells open pages that restrictions have changed, and of which service. Returns a function that stops it. */
export function publishRestrictionSignals(options: {
  restrictions: Pick<RestrictionsStore, 'onChange'>;
  signals: SignalsService;
  logger: LoggerService;
}): () => void {
  const { restrictions, signals, logger } = options;
  return restrictions.onChange(({ scope }) => {
    const message: GitopsSignal = {
      type: 'restrictions',
      ...(scope.entityRef && { entityRef: scope.entityRef }),
    };
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: gitopsSignalChannel,
        message,
      })
      .catch(error =>
        logger.warn('Open pages could not be told of a change', error),
      );
  });
}
