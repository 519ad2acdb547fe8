import { z } from 'zod';
import { duration } from '../duration';
import { section, text } from '../readSection';
import { phases } from './phases';

const name = text.regex(/^[A-Za-z0-9]([-\w]*[A-Za-z0-9])?$/, {
  error: 'must consist of letters, digits and dashes, such as smoke-test.',
});
const url = text.refine(isWebUrl, {
  error:
    'must be a URL such as https://prometheus.example.com, without a user.',
});
const patience = duration.optional().meta({
  description: 'For so long it may not pass before it has failed.',
  default: '15m',
});
const timeout = duration.optional().meta({
  description: 'For so long an answer is waited for.',
  default: '10s',
});
const mergeFirst = phases
  .optional()
  .meta({ description: 'What it holds up.', default: ['merge'] });

/** A check as it is written. */
export const authoredCheck = z
  .discriminatedUnion('type', [
    section({
      type: z.literal('http').meta({
        description: 'Passes by the answer to a request.',
      }),
      name: name.meta({ description: 'Unique among the checks.' }),
      at: mergeFirst,
      url: url.meta({
        description:
          'Where it asks. In the file of a service, only hosts that the portal allows.',
        examples: ['https://orders.staging.example.com/healthz'],
      }),
      method: z.enum(['GET', 'POST']).optional().meta({
        description: 'How it asks.',
        default: 'GET',
      }),
      statuses: z
        .array(z.int().min(100).max(599))
        .min(1)
        .optional()
        .meta({
          description: 'Passes when the answer has one of these.',
          default: [200, 201, 202, 204],
        }),
      contains: text.optional().meta({
        description: 'Passes only when the body contains this.',
      }),
      timeout,
      patience,
    }),
    section({
      type: z.literal('prometheus').meta({
        description: 'Passes by the value of a query.',
      }),
      name: name.meta({ description: 'Unique among the checks.' }),
      at: mergeFirst,
      url: url.meta({
        description:
          'Of Prometheus. In the file of a service, only hosts that the portal allows.',
        examples: ['https://prometheus.example.com'],
      }),
      query: text.meta({
        description: 'PromQL, with one value as its result.',
        examples: [
          'sum(rate(http_requests_total{app="orders",code=~"5.."}[5m]))',
        ],
      }),
      min: z.number().optional().meta({
        description: 'The value must not be below this.',
      }),
      max: z
        .number()
        .optional()
        .meta({
          description: 'The value must not be above this.',
          examples: [0.01],
        }),
      timeout,
      patience,
    }),
    section({
      type: z.literal('job').meta({
        description:
          'Passes when a `Job` that the GitOps repository brings into the cluster has completed.',
      }),
      name: name.meta({ description: 'Unique among the checks.' }),
      at: phases.optional().meta({
        description: 'What it holds up.',
        default: ['finish'],
      }),
      cluster: text.optional().meta({
        description: 'Without it: the clusters of the targets.',
      }),
      namespace: text.optional().meta({
        description: 'Without it: the namespaces of the targets.',
      }),
      job: text.meta({ description: 'Name of the `Job`.' }),
      patience,
    }),
  ])
  .superRefine((check, context) => {
    if (check.type !== 'prometheus') return;
    const { min, max } = check;
    if (min === undefined && max === undefined) {
      context.addIssue('would always pass: write min or max.');
    } else if (min !== undefined && max !== undefined && min > max) {
      context.addIssue('can never pass: min is above max.');
    }
  })
  .meta({ id: 'check' });

function isWebUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && !username && !password;
}
