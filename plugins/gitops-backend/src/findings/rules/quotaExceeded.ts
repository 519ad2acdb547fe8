import { docs } from '../docs';
import { textRule } from '../textRule';

/** A quota of the namespace is used up. */
export const quotaExceeded = textRule({
  id: 'quota-exceeded',
  pattern:
    /exceeded quota: ([^,]+)|must specify (?:limits|requests)\.[\w.]+|(?:maximum|minimum) (?:cpu|memory)[\w ]* (?:usage )?per \w+ is/i,
  meaning: ([words, quota]) => ({
    title: quota
      ? `The quota ${quota.trim()} is used up`
      : "The namespace's limits are not kept",
    meaning: quota
      ? 'The namespace has a quota, and what is to be made would exceed it.'
      : 'The namespace has limits for what is in it, which this does not keep.',
    remedy: quota
      ? 'Lower requests, limits or replicas in Git, remove what is not needed in the namespace, or have the quota raised.'
      : `Set requests and limits of the containers in Git as the namespace wants them (${words}).`,
    link: docs.quotas,
  }),
});
