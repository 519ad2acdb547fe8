import { GateInput, GateVerdict } from '@fairlead/backstage-plugin-gitops-node';
import { durationWords, momentWords } from '../words/timeWords';

/**
 * What a check says that has an answer, and not the one that it wants: it waits for `patienceMs`, then it has failed.
 *
 * @remarks
 * The time is counted from when the gate was first seen not to pass, which the promotion remembers with its gates: a
 * restart does not begin it anew, a check that has passed in between does. It is asked on after it has failed.
 */
export function notPassed(options: {
  input: Pick<GateInput, 'now' | 'promotion'>;
  /** Of the gate. */
  id: string;
  patienceMs: number;
  /** Without a full stop. */
  message: string;
}): GateVerdict {
  const { input, id, patienceMs, message } = options;
  const { now, promotion } = input;
  const before = promotion.gates.find(({ gate }) => gate === id)?.since;
  const since = before ? Date.parse(before) : now.getTime();
  const failsAt = since + patienceMs;
  return now.getTime() >= failsAt
    ? {
        status: 'failed',
        message: `${message}. It had ${durationWords(patienceMs)} to pass.`,
      }
    : {
        status: 'waiting',
        message: `${message}. It fails if that is so until ${momentWords(new Date(failsAt))}.`,
      };
}
