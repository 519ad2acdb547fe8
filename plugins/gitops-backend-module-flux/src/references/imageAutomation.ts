import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { automationSchema, policySchema } from '../automationSchema';
import { compact } from './compact';
import { problemOf } from './problemOf';

const group = 'image.toolkit.fluxcd.io';
const version = 'v1';

/** What writes newer images to Git. */
export const automationReferences: readonly ReferencedKind[] = [
  {
    group,
    version,
    kind: 'ImageUpdateAutomation',
    plural: 'imageupdateautomations',
    reduce: reduceAutomation,
  },
  {
    group,
    version,
    kind: 'ImagePolicy',
    plural: 'imagepolicies',
    reduce: reducePolicy,
  },
];

/** See `storedAutomationSchema` for the form. */
function reduceAutomation(object: unknown) {
  const { metadata, spec, status } = automationSchema.parse(object);
  const { sourceRef, git, update } = spec ?? {};
  if (sourceRef?.kind !== 'GitRepository' || !sourceRef.name) return undefined;
  return compact({
    source: `${sourceRef.namespace || metadata.namespace}/${sourceRef.name}`,
    path: update?.path,
    branch: git?.push?.branch || git?.checkout?.ref?.branch,
    policies: Object.fromEntries(
      Object.entries(status?.observedPolicies ?? {}).map(([policy, ref]) => [
        policy,
        compact(imageOf(ref ?? {})),
      ]),
    ),
    suspended: spec?.suspend === true ? true : undefined,
    problem: problemOf(status?.conditions),
  });
}

/** See `storedPolicySchema` for the form. */
function reducePolicy(object: unknown) {
  const { spec, status } = policySchema.parse(object);
  return compact({
    latest: status?.latestRef ? compact(imageOf(status.latestRef)) : undefined,
    suspended: spec?.suspend === true ? true : undefined,
    problem: problemOf(status?.conditions),
  });
}

function imageOf({ name, tag, digest }: Record<string, unknown>) {
  return { name, tag, digest };
}
