import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { groupPods } from '../podProblems';
import { quote } from '../quote';

const reasons = [
  'Evicted',
  'NodeLost',
  'NodeAffinity',
  'Preempting',
  'Shutdown',
];

/** Pods were removed from their nodes. */
export const evicted: FindingRule = {
  id: 'evicted',
  find: facts =>
    groupPods(facts, {
      of: pod =>
        pod.phase === 'Failed' && reasons.includes(pod.reason) ? [pod] : [],
      key: ({ reason }) => reason,
    }).map(({ sample, who, workload }) => ({
      severity: 'warning',
      title: 'Pods were evicted from their nodes',
      explanation: `${who} was removed from its node (${sample.reason}).${sample.message ? ` The node says: “${quote(sample.message)}”` : ''}`,
      remedy:
        'Request as much memory and storage as the pods need, so that they are placed where there is enough; see whether the nodes are short of it.',
      resource: workload,
      link: docs.eviction,
    })),
};
