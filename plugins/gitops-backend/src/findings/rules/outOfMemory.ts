import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { groupContainers } from '../podProblems';

/** A container was killed because it used more memory than it may. */
export const outOfMemory: FindingRule = {
  id: 'out-of-memory',
  find: facts =>
    groupContainers(facts, {
      of: ({ container }) => {
        const { terminated, last, ready } = container;
        const run = [terminated, last].find(
          each => each?.reason === 'OOMKilled',
        );
        return run && { run, over: ready };
      },
    }).map(({ sample, who, workload }) => ({
      severity: sample.over ? 'warning' : 'error',
      title: 'A container ran out of memory',
      explanation: `${who} had the container ${sample.container.name} killed, because it used more memory than its limit allows (OOMKilled, ${restarts(sample.container.restarts)}).${sample.over ? ' It runs again.' : ''}`,
      remedy:
        'Raise the memory limit of the container in Git, or find out why it needs more than before.',
      ...(sample.run.finishedAt && { since: sample.run.finishedAt }),
      resource: workload,
      link: docs.memory,
    })),
};

function restarts(count: number): string {
  return count === 1 ? '1 restart' : `${count} restarts`;
}
