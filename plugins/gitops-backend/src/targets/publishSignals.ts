import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  GitopsSignal,
  gitopsSignalChannel,
} from '@fairlead/backstage-plugin-gitops-common';
import { TargetsReader } from './StoredTarget';

const collectMs = 250;
const idsPerMessage = 500;

/**
 * Tells open pages which targets changed: ids only, never a status, because a signal reaches everyone.
 * Returns a function that stops it.
 */
export function publishSignals(options: {
  targets: TargetsReader;
  signals: SignalsService;
  logger: LoggerService;
}): () => void {
  const { targets, signals, logger } = options;
  const changed = new Set<string>();
  const added = new Set<string>();
  const clusters = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const publish = () => {
    timer = undefined;
    for (const message of messagesFor({ changed, added, clusters })) {
      signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: gitopsSignalChannel,
          message,
        })
        .catch(error =>
          logger.warn('Open pages could not be told of a change', error),
        );
    }
    for (const set of [changed, added, clusters]) set.clear();
  };

  const stop = targets.onChange(change => {
    [...change.changed, ...change.removed].forEach(id => changed.add(id));
    change.added.forEach(id => added.add(id));
    change.clusters.forEach(cluster => clusters.add(cluster));
    timer ??= setTimeout(publish, collectMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function messagesFor(change: {
  changed: ReadonlySet<string>;
  added: ReadonlySet<string>;
  clusters: ReadonlySet<string>;
}): GitopsSignal[] {
  const messages: GitopsSignal[] = [];
  const targets = (ids: string[], isNew: boolean) => {
    for (let start = 0; start < ids.length; start += idsPerMessage) {
      const targetIds = ids.slice(start, start + idsPerMessage);
      messages.push({ type: 'targets', targetIds, added: isNew });
    }
  };
  targets([...change.changed], false);
  targets([...change.added], true);
  if (change.clusters.size > 0) {
    messages.push({ type: 'sources', clusters: [...change.clusters] });
  }
  return messages;
}
