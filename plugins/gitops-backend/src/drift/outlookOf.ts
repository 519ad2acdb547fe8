import {
  isPushed,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** What the sentence is made from, besides the status. */
export interface OutlookFacts {
  /** `Argo CD` */
  title: string;
  /** How often the engine looks by itself, as its object says: `10m`. */
  interval?: string;
  /** Something in the cluster differs from Git. */
  drifted: boolean;
  /** Nothing was left out, such as what the portal may not read. */
  comparedAll: boolean;
}

/** What will happen to the drift of a target if nobody does anything, in words. Pure. */
export function outlookOf(status: TargetStatus, facts: OutlookFacts): string {
  const { operation, sync } = status;
  const { title, drifted, comparedAll } = facts;
  if (status.deletingSince) {
    return `${status.object.kind} ${status.object.name} is being deleted, so nothing is brought back in line with Git any more.`;
  }
  if (status.suspended) {
    return `Nothing, as ${title} leaves it alone while it is suspended. Once it is resumed, what Git says is applied over it.`;
  }
  if (isPushed(status)) {
    return `${drifted ? '' : 'Nothing was found that was changed since it was applied. '}No engine deploys this from Git, so whatever is changed stays until it is pushed again.`;
  }
  if (!drifted) {
    return sync.status === 'OutOfSync'
      ? `Nothing was found in the cluster that differs from Git, although ${title} says that it is out of sync.`
      : `Nothing was found in the cluster that differs from Git${
          comparedAll ? ', so there is nothing to do' : ''
        }.`;
  }
  if (
    operation &&
    ['Running', 'Terminating', 'WaitingRetry'].includes(operation.phase)
  ) {
    return `${title} is at it now: ${
      operation.phase === 'WaitingRetry'
        ? 'the last attempt failed and is made again'
        : 'what differs may be gone in a moment'
    }.`;
  }
  return `${byEngine(status, facts)}${leftOver(status, facts)}`;
}

function byEngine(status: TargetStatus, facts: OutlookFacts): string {
  if (status.engine === 'flux') return ofFlux(status, facts);
  const { title } = facts;
  const { autoSync } = status;
  if (!autoSync.enabled) {
    return `Nothing, until somebody syncs: ${title} doesn't sync this by itself.`;
  }
  const gaveUp = failureOf(status);
  if (gaveUp) {
    return `Nothing, until somebody syncs or Git changes: ${title} has given up on this revision (${gaveUp}).`;
  }
  return autoSync.selfHeal
    ? `${title} will revert it by itself, usually within seconds or minutes, as self-heal is on. What is to stay has to be in Git.`
    : `It stays until the next commit or until somebody syncs, and is reverted then: ${title} syncs this by itself only when Git changes, as self-heal is off.`;
}

function ofFlux(status: TargetStatus, facts: OutlookFacts): string {
  const { interval } = facts;
  const often = interval ? ` (every ${interval})` : '';
  const failed = stalledOf(status);
  if (failed) {
    return `Nothing, until it works again: Flux can't apply what is in Git now (${failed}).`;
  }
  if (status.object.kind === 'HelmRelease' && !status.autoSync.selfHeal) {
    return `It stays until the next version or change of values is released, as Flux doesn't correct drift of this HelmRelease: its driftDetection is not "enabled".`;
  }
  return `Flux will revert it at its next look${often}, or as soon as somebody asks it to. What is to stay has to be in Git.`;
}

/** Automatic sync is not tried again for a revision that has failed. */
function failureOf({ conditions, operation }: TargetStatus) {
  const failed = conditions.find(
    ({ type, severity }) => type === 'SyncError' && severity === 'error',
  );
  if (failed) return short(failed.message);
  return operation && ['Failed', 'Error'].includes(operation.phase)
    ? short(operation.message ?? 'its last sync failed')
    : undefined;
}

function stalledOf({ conditions }: TargetStatus) {
  const stalled = conditions.find(
    ({ type, severity, concerns }) =>
      /^(Stalled|Ready)\b/.test(type) &&
      severity === 'error' &&
      concerns !== 'health',
  );
  return stalled && short(stalled.message);
}

function leftOver(
  { autoSync, drift, engine }: TargetStatus,
  facts: OutlookFacts,
) {
  const extra = drift.filter(({ difference }) => difference === 'extra').length;
  if (extra === 0 || autoSync.prune) return '';
  const what = extra === 1 ? 'One resource' : `${extra} resources`;
  return ` ${what} that Git has no more will stay even then${
    engine === 'argocd' ? '' : ` in ${facts.title}`
  }, as pruning is off.`;
}

function short(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
