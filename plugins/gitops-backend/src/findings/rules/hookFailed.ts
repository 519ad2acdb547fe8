import { docs } from '../docs';
import { textRule } from '../textRule';

/** A hook or a test of the deployment failed. */
export const hookFailed = textRule({
  id: 'hook-failed',
  follows: ['job-failed'],
  engineOnly: true,
  pattern:
    /^(Job|Pod|Workflow) (\S+): ([\s\S]*(?:backoff limit|BackoffLimitExceeded|deadline|failed|error|exit code)[\s\S]*)|((?:pre|post)-(?:install|upgrade|rollback|delete)) hooks? failed|(Helm test) failed|hooks? failed|failed (?:pre|post)-(?:install|upgrade)/i,
  meaning: ([words, kind, name, , phase, test]) => ({
    ...whatFailed({ kind, name, phase, test }),
    remedy: `Read its log in the resources of this target${/backoff/i.test(words) ? ' (it was tried several times)' : ''}. Correct what it does in Git; a database migration may have to be repaired by hand.`,
    link: docs.jobs,
  }),
});

function whatFailed(found: {
  kind: string | undefined;
  name: string | undefined;
  phase: string | undefined;
  test: string | undefined;
}): { title: string; meaning: string } {
  const { kind, name, phase, test } = found;
  if (test) {
    return {
      title: 'The test of the release failed',
      meaning: 'The release was deployed, and the test that checks it failed.',
    };
  }
  const who = kind && name ? `${kind} ${name}` : 'A hook';
  const title = phase ? `A ${phase} hook failed` : 'A hook failed';
  return {
    title: name ? `The hook ${name} failed` : title,
    meaning: `${who} is run with the deployment, and ended with an error, so the deployment did not go on.`,
  };
}
