import { docs } from '../docs';
import { podTrouble } from '../podTrouble';
import { textRule } from '../textRule';

/** New pods did not become available in time. */
export const progressDeadline = textRule({
  id: 'progress-deadline',
  follows: podTrouble,
  pattern:
    /exceeded its progress deadline|ProgressDeadlineExceeded|has timed out progressing|timed out waiting for the condition|timeout waiting for: \[|health check (?:failed|timed out)|failed early due to stalled resources|resources? not ready/i,
  meaning: (_, { resource }) => ({
    title: 'The new version did not become ready in time',
    meaning: `${resource ? `${resource.kind} ${resource.name}` : 'What was deployed'} had so much time to become ready, and did not.`,
    remedy:
      'Look at the pods in the resources of this target: they say what they wait for. If it only takes longer than allowed, raise the limit (progressDeadlineSeconds, the timeout of the release).',
    link: docs.deployments,
  }),
});
