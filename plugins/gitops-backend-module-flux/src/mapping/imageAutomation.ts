import { Condition, Image } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { isHelmRelease } from '../parse';
import { FluxObject } from '../schema';
import { MappedSource } from './sources';

const imageSchema = z.object({
  name: z.string().optional(),
  tag: z.string().optional(),
  digest: z.string().optional(),
});

/** What is kept of an ImageUpdateAutomation, as `reduce` of its kind writes it. */
const storedAutomationSchema = z.object({
  /** `<namespace>/<name>` of the GitRepository. */
  source: z.string(),
  path: z.string().optional(),
  branch: z.string().optional(),
  policies: z.record(z.string(), imageSchema).default({}),
  suspended: z.literal(true).optional(),
  problem: z.string().optional(),
});

/** What is kept of an ImagePolicy. */
const storedPolicySchema = z.object({
  latest: imageSchema.optional(),
  suspended: z.literal(true).optional(),
  problem: z.string().optional(),
});

type Automation = z.infer<typeof storedAutomationSchema> & {
  namespace: string;
  name: string;
};

interface Options {
  source: MappedSource;
  images: readonly Image[];
  context: MappingContext;
}

const parent = 'kustomize.toolkit.fluxcd.io/namespace';

/**
 * Who writes newer images to where the target is defined. Which files are marked for it is told by the files alone, so
 * what is matched is the image, and the place that is written to.
 */
export function automationConditions(
  object: FluxObject,
  options: Options,
): Condition[] {
  const { metadata } = object;
  const namespaces = new Set([
    metadata.namespace,
    options.source.facts?.namespace ?? metadata.namespace,
    metadata.labels?.[parent] ?? metadata.namespace,
  ]);
  return [...namespaces].flatMap(namespace =>
    listed(namespace, options.context)
      .filter(automation => writesTo(automation, { object, ...options }))
      .flatMap(automation => policiesOf(automation, options)),
  );
}

function listed(namespace: string, { list }: MappingContext): Automation[] {
  const kind = 'ImageUpdateAutomation';
  return [...(list?.({ kind, namespace }) ?? [])].flatMap(([name, value]) => {
    const stored = storedAutomationSchema.safeParse(value);
    return stored.success ? [{ ...stored.data, namespace, name }] : [];
  });
}

function writesTo(
  automation: Automation,
  { object, source }: Options & { object: FluxObject },
): boolean {
  const written = folderOf(automation.path);
  // Where a release is written down, its object does not tell.
  if (isHelmRelease(object)) return written === '';
  const { facts } = source;
  if (
    facts?.kind !== 'GitRepository' ||
    automation.source !== `${facts.namespace}/${facts.name}`
  ) {
    return false;
  }
  const path = folderOf(source.source.path);
  return path.startsWith(written) || written.startsWith(path);
}

/** With a slash at its end; empty for the whole repository. */
function folderOf(path = ''): string {
  const inner = path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  return inner && inner !== '.' ? `${inner}/` : '';
}

function policiesOf(automation: Automation, options: Options): Condition[] {
  const { namespace } = automation;
  return Object.entries(automation.policies).flatMap(([policy, observed]) => {
    const stored = storedPolicySchema.safeParse(
      options.context.find?.({ kind: 'ImagePolicy', namespace, name: policy }),
    ).data;
    const latest = stored?.latest ?? observed;
    const image = options.images.find(({ name }) => name === latest.name);
    if (!latest.name || !image) return [];
    const reference = [
      latest.name,
      latest.tag ? `:${latest.tag}` : '',
      latest.digest ? `@${latest.digest}` : '',
    ].join('');
    const where = [
      automation.branch ? ` to the branch ${automation.branch}` : '',
      folderOf(automation.path) ? `, below ${folderOf(automation.path)}` : '',
    ].join('');
    const isThere = latest.tag === image.tag;
    return [
      {
        type: 'ImageAutomation',
        severity: 'info' as const,
        message: [
          `The ImageUpdateAutomation ${namespace}/${automation.name} writes ${reference}${where}, wherever a file there is marked for the policy ${namespace}:${policy}.`,
          isThere ? 'That is what is deployed.' : 'It is not deployed yet.',
          ...obstaclesOf(automation, stored),
        ].join(' '),
      },
    ];
  });
}

function obstaclesOf(
  automation: Automation,
  policy: z.infer<typeof storedPolicySchema> | undefined,
): string[] {
  return [
    ...(automation.suspended ? ['But it is suspended.'] : []),
    ...(automation.problem ? [`But it fails: ${automation.problem}`] : []),
    ...(policy?.suspended ? ['But the policy is suspended.'] : []),
    ...(policy?.problem ? [`But the policy fails: ${policy.problem}`] : []),
  ];
}
