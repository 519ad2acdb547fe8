import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { groupPods } from '../podProblems';
import { quote } from '../quote';

const probe =
  /(Readiness|Liveness|Startup) probe (?:failed|errored)[^:]*:?\s*([\s\S]*)/i;

/** What becomes of a pod that fails a probe. */
const consequences: Record<string, string> = {
  readiness: 'gets no traffic',
  liveness: 'is restarted',
  startup: 'is restarted before it has started',
};

/** A probe of a running container fails. */
export const probeFailing: FindingRule = {
  id: 'probe-failing',
  find: facts =>
    groupPods(facts, {
      of: pod =>
        pod.containers.every(({ ready, init }) => ready || init)
          ? []
          : (facts.live?.events ?? []).flatMap(event => {
              const match = event.message.match(probe);
              if (!match || event.node !== pod.node.id) return [];
              const kind = match[1].toLowerCase();
              // One that has just crashed is not ready for that reason.
              const crashed = pod.containers.some(({ last }) => last);
              return kind === 'readiness' && crashed
                ? []
                : [{ kind, words: match[2], event }];
            }),
      key: ({ kind }) => kind,
    }).map(({ sample, who, workload }) => {
      const { kind, words, event } = sample;
      return {
        severity: 'error',
        title: `The ${kind} probe fails`,
        explanation: `${who} does not pass the ${kind} probe (${event.count} ${event.count === 1 ? 'time' : 'times'}), so it ${consequences[kind]}. The node says: “${quote(words || event.message)}”`,
        remedy: `See in the container's log why it does not answer as the ${kind} probe expects: the port, the path, what it depends on, or how long it takes to start.`,
        ...(event.at && { since: event.at }),
        resource: workload,
        link: docs.probes,
      };
    }),
};
