import { CheckPolicy } from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { appliedChecks, checkId } from './appliedChecks';
import { askUrl } from './askUrl';
import { filledQuery, filledUrl } from './fillPlaceholders';
import { notPassed } from './notPassed';
import { readPrometheusAnswer } from './readPrometheusAnswer';

type PrometheusCheck = Extract<CheckPolicy, { type: 'prometheus' }>;

/**
 * Values of queries that the pipeline names keep to their bounds. A Prometheus that does not answer says nothing of the
 * version, so the check waits for it without an end.
 */
export class PrometheusCheckGate implements Gate {
  static create(): PrometheusCheckGate {
    return new PrometheusCheckGate();
  }

  private constructor() {}

  applied(input: GateInput): AppliedGate[] {
    return appliedChecks(input, {
      type: 'prometheus',
      evaluate: check => evaluate(input, check),
    });
  }
}

async function evaluate(
  input: GateInput,
  check: PrometheusCheck,
): Promise<GateVerdict> {
  const url = filledUrl(check.url, input.promotion);
  if (!url) {
    return {
      status: 'failed',
      message: 'The url of this check is no web address.',
    };
  }
  const query = filledQuery(check.query, input.promotion);
  const { timeoutMs, patienceMs } = check;
  const answer = await askUrl({
    url: apiUrl(url, query),
    method: 'GET',
    timeoutMs,
  });
  if (answer.kind === 'none') {
    return { status: 'waiting', message: `${answer.message}.` };
  }
  const reading = readPrometheusAnswer(answer);
  if (reading.kind === 'refused') {
    return {
      status: 'failed',
      message: `Prometheus refuses the query: ${reading.message}`,
    };
  }
  if (reading.kind === 'trouble') {
    return { status: 'waiting', message: `${url.host} ${reading.message}.` };
  }
  const link = graphUrl(url, query);
  const wrong =
    reading.kind === 'no-value'
      ? reading.message
      : outOfBounds(reading.value, check);
  return wrong
    ? {
        ...notPassed({ input, id: checkId(check), patienceMs, message: wrong }),
        link,
      }
    : {
        status: 'passed',
        message: `The value keeps to its bounds: ${boundWords(check)}.`,
        link,
      };
}

function outOfBounds(
  value: number,
  check: PrometheusCheck,
): string | undefined {
  const { min = -Infinity, max = Infinity } = check;
  // What is no number keeps to no bounds.
  if (value >= min && value <= max) return undefined;
  return `The value is ${words(value)}, and must be ${boundWords(check)}`;
}

function boundWords({ min, max }: PrometheusCheck): string {
  return [
    min !== undefined && `at least ${min}`,
    max !== undefined && `at most ${max}`,
  ]
    .filter(Boolean)
    .join(' and ');
}

/** Short, so that it is not another text at each look. */
function words(value: number): string {
  return Number.isFinite(value)
    ? String(Number(value.toPrecision(2)))
    : String(value);
}

function apiUrl(base: URL, query: string): URL {
  const url = below(base, '/api/v1/query');
  url.searchParams.set('query', query);
  return url;
}

/** Without what the URL has in its query: that may be a token, and links are shown. */
function graphUrl(base: URL, query: string): string {
  const url = below(base, '/graph');
  url.search = new URLSearchParams({ 'g0.expr': query }).toString();
  return url.href;
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
  return url;
}
