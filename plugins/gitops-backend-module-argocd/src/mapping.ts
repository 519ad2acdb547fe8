import { InputError } from '@backstage/errors';
import {
  HealthStatus,
  parseImageReference,
  SyncStatus,
  TargetStatus,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  ManagedResource,
  MappingContext,
} from '@fairlead/backstage-plugin-gitops-node';
import { mapManaged, mapRolloutRefs } from './mapping/managed';
import { mapConditions, mapDrift } from './mapping/resources';
import { mapHistory, mapRevisions } from './mapping/revisions';
import { mapOperation } from './mapping/operation';
import { mapSources } from './mapping/sources';
import { mapStageRefs } from './mapping/stageRefs';
import { staleReason } from './mapping/freshness';
import { Application, applicationSchema } from './schema';

/** Throws InputError naming the field when the object is no Application. */
export function parseApplication(object: unknown): Application {
  const parsed = applicationSchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not an Argo CD Application: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

export function mapApplication(
  object: unknown,
  context: MappingContext,
): TargetStatus {
  const application = parseApplication(object);
  const { metadata, spec, status } = application;
  const automated = spec.syncPolicy?.automated;
  const operation = mapOperation(application);
  const stale = staleReason(application);
  const generator = metadata.ownerReferences?.find(
    owner => owner.kind === 'ApplicationSet',
  );
  return {
    engine: 'argocd',
    object: {
      cluster: context.cluster,
      apiVersion: application.apiVersion,
      kind: application.kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    },
    ...(metadata.uid && { uid: metadata.uid }),
    labels: metadata.labels ?? {},
    annotations: annotationsOf(metadata.annotations ?? {}),
    destination: destinationOf(spec.destination),
    sources: mapSources(application),
    version: versionOf(application),
    revisions: mapRevisions(application),
    sync: syncOf(status?.sync?.status),
    health: healthOf(status?.health),
    ...(operation && { operation }),
    autoSync: {
      enabled: Boolean(automated) && automated?.enabled !== false,
      prune: automated?.prune ?? false,
      selfHeal: automated?.selfHeal ?? false,
    },
    drift: mapDrift(status?.resources),
    conditions: mapConditions(status ?? {}),
    history: mapHistory(application),
    resourceCount: status?.resources?.length ?? 0,
    ...(generator && {
      generatedBy: { kind: generator.kind, name: generator.name },
    }),
    ...(stale && { stale }),
    ...(metadata.deletionTimestamp && {
      deletingSince: metadata.deletionTimestamp,
    }),
    links: linksOf(application),
    ...mapRolloutRefs(status?.resources),
    ...mapStageRefs(metadata.annotations ?? undefined),
    ...(status?.reconciledAt && { reconciledAt: status.reconciledAt }),
  };
}

/** What is managed; undefined where Argo CD has not compared it yet. */
export function resourcesOfApplication(
  object: unknown,
): ManagedResource[] | undefined {
  const { status } = parseApplication(object);
  return status?.resources ? mapManaged(status.resources) : undefined;
}

function annotationsOf(annotations: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) =>
      /^(fairlead|backstage\.io|argocd\.argoproj\.io)\//.test(key),
    ),
  );
}

// Both spellings of the control plane's own cluster occur (Argo CD docs, "Cluster management").
function destinationOf(destination: Application['spec']['destination']) {
  const { server, name, namespace } = destination ?? {};
  return {
    ...(server && { server }),
    ...(name && { name }),
    ...(namespace && { namespace }),
    inCluster:
      name === 'in-cluster' || server === 'https://kubernetes.default.svc',
  };
}

function versionOf(application: Application): Version {
  const images = [...new Set(application.status?.summary?.images ?? [])];
  const sources = mapSources(application);
  const { live, desired } = mapRevisions(application);
  const index = sources.findIndex(source => source.chart);
  const version =
    live[index] || desired[index] || sources[index]?.targetRevision || '';
  return {
    images: images.map(parseImageReference),
    ...(index >= 0 && {
      chart: {
        name: sources[index].chart ?? '',
        version,
        repository: sources[index].repoUrl,
      },
    }),
  };
}

const syncStatuses: readonly SyncStatus[] = ['Synced', 'OutOfSync', 'Unknown'];

function syncOf(raw: string | null | undefined): TargetStatus['sync'] {
  const status = syncStatuses.find(each => each === raw);
  return status ? { status } : { status: 'Unknown', ...(raw && { raw }) };
}

const healthStatuses: readonly HealthStatus[] = [
  'Healthy',
  'Progressing',
  'Degraded',
  'Suspended',
  'Missing',
  'Unknown',
];

function healthOf(
  health: NonNullable<Application['status']>['health'],
): TargetStatus['health'] {
  const status = healthStatuses.find(each => each === health?.status);
  return {
    status: status ?? 'Unknown',
    ...(!status && health?.status && { raw: health.status }),
    ...(health?.message && { message: health.message }),
    ...(health?.lastTransitionTime && { since: health.lastTransitionTime }),
  };
}

const linkAnnotation = 'link.argocd.argoproj.io/';

function linksOf(application: Application) {
  const declared = Object.entries(application.metadata.annotations ?? {})
    .filter(([key]) => key.startsWith(linkAnnotation))
    .map(([key, url]) => ({ title: key.slice(linkAnnotation.length), url }));
  const external = (application.status?.summary?.externalURLs ?? []).map(
    url => ({ title: url.replace(/^https?:\/\//, ''), url }),
  );
  // A `javascript:` link in a cluster must not become one on a page.
  return [...declared, ...external].filter(({ url }) =>
    /^https?:\/\//.test(url),
  );
}
