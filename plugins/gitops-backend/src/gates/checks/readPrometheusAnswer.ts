import { z } from 'zod';

/** What the answer to an instant query says. */
export type PrometheusReading =
  | { kind: 'value'; value: number }
  /** Not one value. */
  | { kind: 'no-value'; message: string }
  /** The query itself is wrong: asking again changes nothing. */
  | { kind: 'refused'; message: string }
  /** It could not answer, or is none. */
  | { kind: 'trouble'; message: string };

const sample = z.tuple([z.number(), z.string()]);
const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({
        resultType: z.literal('vector'),
        result: z.array(z.object({ value: sample })),
      }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
      z.object({ resultType: z.enum(['matrix', 'string']) }),
    ]),
  }),
  z.object({
    status: z.literal('error'),
    errorType: z.string(),
    error: z.string(),
  }),
]);

/** Reads the answer of Prometheus' HTTP API. */
export function readPrometheusAnswer(answer: {
  status: number;
  body: string;
}): PrometheusReading {
  const parsed = answerSchema.safeParse(tryJson(answer.body));
  if (!parsed.success) {
    return {
      kind: 'trouble',
      message: `answers ${answer.status}, and not as Prometheus does`,
    };
  }
  if (parsed.data.status === 'error') {
    const { errorType, error } = parsed.data;
    return errorType === 'bad_data'
      ? { kind: 'refused', message: error.slice(0, 200) }
      : { kind: 'trouble', message: `could not answer (${errorType})` };
  }
  const { data } = parsed.data;
  switch (data.resultType) {
    case 'scalar':
      return { kind: 'value', value: numberOf(data.result[1]) };
    case 'vector':
      return data.result.length === 1
        ? { kind: 'value', value: numberOf(data.result[0].value[1]) }
        : {
            kind: 'no-value',
            message:
              data.result.length === 0
                ? 'The query finds nothing'
                : `The query gives ${data.result.length} values, and has to give one`,
          };
    default:
      return {
        kind: 'no-value',
        message: `The query gives a ${data.resultType}, and has to give one value`,
      };
  }
}

function numberOf(value: string): number {
  const infinite = /^([+-]?)Inf$/.exec(value);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return Number(value);
}

function tryJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Proxies and login pages answer in their own words.
    return undefined;
  }
}
