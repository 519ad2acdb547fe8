import { docs } from '../docs';
import { FindingRule } from '../Facts';

const patienceMs = 10 * 60_000;

/** It is being deleted, and that does not end. */
export const deletionStuck: FindingRule = {
  id: 'deletion-stuck',
  find: ({ target, now, engine }) => {
    const { deletingSince, object } = target.status;
    if (!deletingSince) return [];
    if (now.getTime() - Date.parse(deletingSince) < patienceMs) return [];
    return [
      {
        severity: 'warning',
        title: 'Its deletion does not end',
        explanation: `${object.kind} ${object.name} is being deleted since ${deletingSince}. It goes when its finalizers are done: ${engine} first removes what it deployed, and something of that does not go.`,
        remedy:
          'Look for resources of it that are being deleted, too, and for what their finalizers wait for. Remove a finalizer by hand only when you know what it leaves behind.',
        since: deletingSince,
        link: docs.finalizers,
      },
    ];
  },
};
