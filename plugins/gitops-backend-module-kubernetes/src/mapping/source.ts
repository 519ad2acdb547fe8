import {
  fairleadAnnotations,
  Source,
} from '@fairlead/backstage-plugin-gitops-common';

/** Between a repository and a branch, in the pages of folders: GitHub's, GitLab's, Gitea's. */
const marks = /\/(?:-\/tree|tree|src\/branch)\//;

/**
 * Where the manifests of a pushed workload are in Git, which nothing in the cluster says by itself: as its annotation
 * does. Empty where there is none, or it is no page of a folder.
 */
export function sourcesOf(
  annotations: Record<string, string> | null | undefined,
): Source[] {
  const page = annotations?.[fairleadAnnotations.source]?.trim() ?? '';
  const mark = marks.exec(page);
  if (!mark || !URL.canParse(page)) return [];
  const place = page.slice(mark.index + mark[0].length).replace(/\/+$/, '');
  const [targetRevision, ...folders] = place.split('/');
  if (!targetRevision) return [];
  return [
    {
      repoUrl: page.slice(0, mark.index),
      targetRevision,
      path: folders.join('/') || '.',
      type: 'unknown',
    },
  ];
}
