import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { ContainerOf, groupContainers } from '../podProblems';
import { quote } from '../quote';
import { statementsOf } from '../statements';
import { saidBy } from '../textRule';
import { TerminatedRun } from '../../resources/pod';

const remedy =
  'Read the log of the run before in the resources of this target. If it worked before, look at what changed in this version and its configuration, or roll back.';

/** What exit codes mean, where they have a meaning. */
const exitCodes: Record<number, string> = {
  126: "its command can't be executed",
  127: 'its command was not found',
  134: 'it aborted itself',
  137: 'it was killed, as happens after failed liveness probes or when it does not stop in time',
  139: 'it accessed memory that is not its own',
  143: 'it was asked to stop, as happens after failed liveness probes',
};

/** A container starts, ends with an error, and is started again. */
export const crashLoop: FindingRule = {
  id: 'crash-loop',
  follows: ['out-of-memory', 'probe-failing'],
  find: facts => [
    ...groupContainers(facts, {
      of: each => {
        const run = crashOf(each);
        return run && { run };
      },
    }).map(({ sample, who, workload }) => {
      const { container, run } = sample;
      const meaning = exitCodes[run.exitCode];
      const words = run.message
        ? ` Its last words: “${quote(run.message)}”`
        : '';
      return {
        severity: 'error' as const,
        title: container.init
          ? 'An init container fails'
          : 'A container crashes again and again',
        explanation: `${who} can't keep the container ${container.name} running: it ended with exit code ${run.exitCode}${run.reason && run.reason !== 'Error' ? ` (${run.reason})` : ''}${meaning ? `, so ${meaning}` : ''}, and was restarted ${container.restarts} ${container.restarts === 1 ? 'time' : 'times'}.${words}`,
        remedy,
        ...(run.finishedAt && { since: run.finishedAt }),
        resource: workload,
        link: docs.crashes,
      };
    }),
    ...statementsOf(facts)
      .filter(({ text }) =>
        /CrashLoopBackOff|Back-off restarting failed container/i.test(text),
      )
      .map(statement =>
        saidBy(statement, {
          title: 'A container crashes again and again',
          meaning:
            'A container starts, ends with an error, and is started again.',
          remedy,
          link: docs.crashes,
        }),
      ),
  ],
};

function crashOf({ container, pod }: ContainerOf): TerminatedRun | undefined {
  const { waiting, terminated, last, ready, restarts } = container;
  // Jobs are told of by themselves.
  if (pod.workload.kind === 'Job' || pod.workload.kind === 'CronJob') {
    return undefined;
  }
  const run = terminated ?? last;
  if (!run || run.exitCode === 0 || run.reason === 'OOMKilled' || ready) {
    return waiting?.reason === 'CrashLoopBackOff' && run?.exitCode === 0
      ? run
      : undefined;
  }
  return waiting?.reason === 'CrashLoopBackOff' || restarts > 0 || terminated
    ? run
    : undefined;
}
