import { z } from 'zod';
import { ClusterObjects } from '../../contracts';
import { Application, sourcesOf } from '../Application';
import { ManifestError } from '../ManifestError';
import { matchesGlob } from '../source/glob';

const projectSchema = z.looseObject({
  spec: z.looseObject({
    sourceRepos: z.array(z.string()).default([]),
    destinations: z
      .array(
        z.looseObject({
          server: z.string().optional(),
          name: z.string().optional(),
          namespace: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject' };

/** The project that Argo CD makes for itself: it allows everything. */
export function ensureDefaultProject(home: ClusterObjects): void {
  const ref = { ...kind, namespace: 'argocd', name: 'default' };
  if (home.get(ref)) return;
  home.apply({
    ...kind,
    metadata: { name: 'default', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  });
}

/** Throws ManifestError that says what its project does not allow an Application. */
export function checkProject(options: {
  application: Application;
  home: ClusterObjects;
}): void {
  const { application, home } = options;
  const { project, destination } = application.spec;
  const found = home.get({ ...kind, namespace: 'argocd', name: project });
  if (!found) {
    throw new ManifestError(
      `Application referencing project ${project} which does not exist`,
    );
  }
  const { sourceRepos, destinations } = projectSchema.parse(found).spec;
  for (const { repoURL } of sourcesOf(application.spec)) {
    if (!sourceRepos.some(pattern => permits(pattern, repoURL))) {
      throw new ManifestError(
        `application repo ${repoURL} is not permitted in project '${project}'`,
      );
    }
  }
  const { server, name, namespace = '' } = destination;
  const isPermitted = destinations.some(
    each =>
      ((server && permits(each.server, server)) ||
        (name && (permits(each.name, name) || each.server === '*'))) &&
      permits(each.namespace, namespace),
  );
  if (!isPermitted) {
    throw new ManifestError(
      `application destination server '${server ?? name}' and namespace '${namespace}' do not match any of the allowed destinations in project '${project}'`,
    );
  }
}

function permits(pattern: string | undefined, value: string): boolean {
  return (
    pattern === '*' || (pattern !== undefined && matchesGlob(value, pattern))
  );
}
