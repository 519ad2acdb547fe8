import { createHash } from 'node:crypto';
import { KubeObject } from '../../contracts';
import { kubeTime } from '../../argocd/controller/kubeTime';
import { Kustomization } from '../schema';

const kept = 5;

/** The history with one more attempt: the same manifests with the same outcome are one entry. Newest first. */
export function historyWith(
  status: Kustomization['status'],
  attempt: {
    objects: readonly KubeObject[];
    outcome: string;
    revision: string;
    /** As Go writes durations. */
    took: string;
  },
) {
  const { objects, outcome, revision, took } = attempt;
  const digest = `sha256:${createHash('sha256')
    .update(JSON.stringify(objects))
    .digest('hex')}`;
  const before = status?.history ?? [];
  const same = before.find(
    each => each.digest === digest && each.lastReconciledStatus === outcome,
  );
  const now = kubeTime();
  return [
    {
      digest,
      firstReconciled: same?.firstReconciled ?? now,
      lastReconciled: now,
      lastReconciledDuration: took,
      lastReconciledStatus: outcome,
      totalReconciliations: (same?.totalReconciliations ?? 0) + 1,
      metadata: { revision },
    },
    ...before.filter(each => each !== same),
  ].slice(0, kept);
}
