import { Facts, FindingRule } from '../Facts';
import { syncTrouble } from '../syncTrouble';

const shown = 3;

/** What runs differs from Git, and nothing will change that by itself. */
export const driftUnattended: FindingRule = {
  id: 'drift-unattended',
  follows: syncTrouble,
  find: facts => {
    const { drift, operation, sync } = facts.target.status;
    const busy =
      operation?.phase === 'Running' || operation?.phase === 'WaitingRetry';
    if (sync.status !== 'OutOfSync' || drift.length === 0 || busy) return [];
    const why = whyItStays(facts);
    if (!why) return [];
    const names = drift
      .slice(0, shown)
      .map(({ kind, name, difference }) => `${kind} ${name} (${difference})`);
    const more = drift.length - names.length;
    return [
      {
        severity: 'warning',
        title: 'It differs from Git, and nobody will change that',
        explanation: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${drift.length === 1 ? 'differs' : 'differ'} from Git. It stays so, because ${why}.`,
        remedy:
          'Look at the differences. Sync it to have what Git says, or bring the live values into Git by pull request.',
      },
    ];
  },
};

function whyItStays({ target, engine }: Facts): string | undefined {
  const { drift, autoSync, suspended } = target.status;
  if (suspended) return `${engine} is suspended here`;
  if (!autoSync.enabled) return 'automatic sync is off';
  const onlyExtra = drift.every(({ difference }) => difference === 'extra');
  if (onlyExtra && !autoSync.prune) {
    return `${engine} is not allowed to remove what is no longer in Git`;
  }
  return autoSync.selfHeal
    ? undefined
    : `${engine} acts on new commits only, and does not undo changes in the cluster`;
}
