import { stringifyError } from '@backstage/errors';
import { FromReplica, ToReplica, toReplicaSchema } from '../messages';
import { Replica, startReplica } from './startReplica';

/** The process of one replica: it does what the test tells it through the channel between them. */
const waiting = new Map<number, () => void>();
let boundaries = 0;
let ahead = 0;
let replica: Replica | undefined;

function tell(message: FromReplica): void {
  process.send?.(message);
}

async function begin(start: Extract<ToReplica, { type: 'start' }>) {
  ahead = start.ahead;
  replica = await startReplica({
    ...start,
    now: () => new Date(Date.now() + ahead),
    log: message => tell({ type: 'log', message }),
    boundary: async step => {
      const boundary = ++boundaries;
      const told = new Promise<void>(resolve => {
        if (start.stepping) waiting.set(boundary, resolve);
        else resolve();
      });
      tell({ type: 'boundary', boundary, step });
      await told;
    },
  });
  tell({ type: 'ready' });
}

async function answer({ call, what }: Extract<ToReplica, { type: 'call' }>) {
  try {
    const id = await replica?.call(what);
    tell({ type: 'answer', call, ...(id && { id }) });
  } catch (error) {
    tell({ type: 'answer', call, error: stringifyError(error) });
  }
}

async function obey(message: ToReplica): Promise<void> {
  switch (message.type) {
    case 'start':
      return begin(message);
    case 'pass':
      ahead += message.ms;
      return replica?.kick();
    case 'go':
      return waiting.get(message.boundary)?.();
    case 'webhook':
      return replica?.webhook(message);
    case 'targets-changed':
      return replica?.targetsChanged(message.ids);
    default:
      return answer(message);
  }
}

process.on('message', raw => {
  obey(toReplicaSchema.parse(raw)).catch(error => {
    tell({ type: 'log', message: `died: ${stringifyError(error)}` });
    process.exit(1);
  });
});
// Whoever starts it wants no orphans.
process.on('disconnect', () => process.exit(0));
tell({ type: 'loaded' });
