import { CheckPolicy } from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { appliedChecks, checkId } from './appliedChecks';
import { askUrl } from './askUrl';
import { filledUrl } from './fillPlaceholders';
import { notPassed } from './notPassed';

type HttpCheck = Extract<CheckPolicy, { type: 'http' }>;

/**
 * Requests that the pipeline names are answered as it says. One that nobody answers has not passed either: the check is
 * of what should answer.
 */
export class HttpCheckGate implements Gate {
  static create(): HttpCheckGate {
    return new HttpCheckGate();
  }

  private constructor() {}

  applied(input: GateInput): AppliedGate[] {
    return appliedChecks(input, {
      type: 'http',
      evaluate: check => evaluate(input, check),
    });
  }
}

async function evaluate(
  input: GateInput,
  check: HttpCheck,
): Promise<GateVerdict> {
  const url = filledUrl(check.url, input.promotion);
  if (!url) {
    return {
      status: 'failed',
      message: 'The url of this check is no web address.',
    };
  }
  const { method, timeoutMs, patienceMs, statuses, contains } = check;
  const answer = await askUrl({ url, method, timeoutMs });
  const unlike = (message: string) =>
    notPassed({ input, id: checkId(check), patienceMs, message });
  if (answer.kind === 'none') return unlike(answer.message);
  const { status, body } = answer;
  if (!statuses.includes(status)) {
    return unlike(
      `${url.host} answers ${status}, not ${statuses.join(' or ')}`,
    );
  }
  if (contains && !body.includes(contains)) {
    return unlike(
      `${url.host} answers ${status}, without the text that the check looks for`,
    );
  }
  return { status: 'passed', message: `${url.host} answers ${status}.` };
}
