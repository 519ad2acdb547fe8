import {
  RolloutRevision,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { kindOf, phaseOf, primaryOf } from '../parse';
import { Canary } from '../schema';
import { CanaryState } from './state';

const untouched = ['', 'Initializing', 'Terminating'];

/** What Flagger has done in the cluster that is in no manifest. */
export function unknownToGit(
  canary: Canary,
  options: {
    state: CanaryState;
    stable: RolloutRevision | undefined;
    candidate: RolloutRevision | undefined;
  },
): string | undefined {
  const { state, stable, candidate } = options;
  const isUntouched =
    untouched.includes(phaseOf(canary)) || state.state === 'unknown';
  // Of a `Service` Flagger copies no pods.
  if (isUntouched || kindOf(canary) === 'Service') return undefined;
  const isCopied = ['Promoting', 'Finalising'].includes(phaseOf(canary));
  const target = `the ${kindOf(canary)} ${canary.spec.targetRef.name}`;
  const primary = `${primaryOf(canary)}${running(stable)}`;
  switch (state.state) {
    case 'aborted':
      return `Git declares ${versionOf(candidate) ?? 'the version that failed'} in ${target}. Flagger has scaled that to zero and serves ${primary}.`;
    case 'stable':
      return `What serves is ${primary}, a copy of ${target} that Flagger has made. Between releases it keeps ${canary.spec.targetRef.name} itself at zero.`;
    default:
      return isCopied
        ? `What serves is ${primary}, to which Flagger has copied ${target}.`
        : `What serves is ${primary}, until Flagger has promoted ${target}${running(candidate)}.`;
  }
}

function running(revision: RolloutRevision | undefined): string {
  const version = versionOf(revision);
  return version ? ` (${version})` : '';
}

function versionOf(revision: RolloutRevision | undefined): string | undefined {
  return (revision && versionLabel(revision)) || undefined;
}
