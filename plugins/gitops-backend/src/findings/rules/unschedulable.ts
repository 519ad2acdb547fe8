import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { groupPods } from '../podProblems';
import { quote } from '../quote';

/** By the scheduler's words; all that fit. */
const causes: Array<{
  pattern: RegExp;
  why(match: string[]): string;
  remedy: string;
}> = [
  {
    pattern: /Insufficient ([\w./-]*\w)/,
    why: ([, what]) => `no node has enough ${what} left`,
    remedy:
      'Lower what the pods request in Git, free some of it, or add nodes.',
  },
  {
    pattern: /Too many pods/i,
    why: () => 'the nodes run as many pods as they may',
    remedy: 'Add nodes.',
  },
  {
    pattern: /untolerated taint \{?([^}]*)\}?|had (?:un)?taints?/i,
    why: ([, taint]) =>
      `the nodes are reserved by a taint${taint ? ` (${taint.trim().replace(/:$/, '')})` : ''} that the pods do not tolerate`,
    remedy:
      'Add a toleration to the pods if they belong on those nodes; if the taint is no longer meant, remove it.',
  },
  {
    pattern:
      /didn't match (?:Pod's )?(?:node affinity|pod (?:anti-)?affinity|node selector|topology spread)[^,.;]*/i,
    why: ([words]) => `no node is what the pods ask for (${words})`,
    remedy:
      'Correct the affinity, node selector or topology constraints of the pods, or label the nodes.',
  },
  {
    pattern:
      /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "([^"]+)" not found|volume node affinity conflict|didn't find available persistent volumes/i,
    why: ([words]) => `their volumes are not there for them (${words})`,
    remedy:
      'Look at the volume claims of the pods: their storage class, their size, and in which zone their volumes are.',
  },
  {
    pattern: /didn't have free ports/i,
    why: () => 'the ports of the nodes that they want are taken',
    remedy: 'Do without host ports, or add nodes.',
  },
  {
    pattern: /were unschedulable|node\(s\) were not ready/i,
    why: () => 'nodes are closed to new pods, or not ready',
    remedy: 'See why nodes are cordoned or not ready.',
  },
];

/** No node takes a pod. */
export const unschedulable: FindingRule = {
  id: 'unschedulable',
  follows: ['volume-pending'],
  find: facts =>
    groupPods(facts, {
      of: ({ conditions }) =>
        conditions.filter(
          ({ type, status, reason }) =>
            type === 'PodScheduled' &&
            status === 'False' &&
            reason === 'Unschedulable',
        ),
      key: () => '',
    }).map(({ sample, who, workload }) => {
      const words = sample.message ?? '';
      const found = causes.flatMap(({ pattern, why, remedy }) => {
        const match = words.match(pattern);
        return match ? [{ why: why(match), remedy }] : [];
      });
      return {
        severity: 'error',
        title: 'No node takes the pods',
        explanation: `${who} can't be scheduled${found.length > 0 ? `: ${found.map(({ why }) => why).join('; ')}` : ''}. The scheduler says: “${quote(words)}”`,
        remedy:
          found.map(({ remedy }) => remedy).join(' ') ||
          'Compare what the pods ask for with what the nodes offer.',
        ...(sample.lastTransitionTime && { since: sample.lastTransitionTime }),
        resource: workload,
        link: docs.scheduling,
      };
    }),
};
