import {
  PlanBlocker,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ApplicationManifest } from '../../manifests/application/ApplicationManifest';
import { findApplicationManifest } from '../../manifests/application/findApplicationManifest';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { blockerOf } from './blockerOf';
import { RepositoryReader } from './RepositoryReader';

/** Where the engine's object of a target is in Git, or why it can't be edited there; neither until all is read. */
export interface ManifestSearch {
  manifest?: ApplicationManifest;
  blocker?: PlanBlocker;
}

/** Looks for the engine's object in the repository that it is applied from or, when that isn't known, in those of its sources. */
export function findManifest(options: {
  reader: RepositoryReader;
  status: TargetStatus;
  definedBy: TargetStatus | undefined;
  /** What is set there, for the message. */
  what: string;
}): ManifestSearch {
  const { reader, status, definedBy, what } = options;
  const { object, generatedBy, destination } = status;
  const name = [object.namespace, object.name].filter(Boolean).join('/');
  if (generatedBy) {
    return {
      blocker: {
        code: 'generated-application',
        message: `${what} is set in the spec of ${object.kind} ${name}, which ${generatedBy.kind} ${generatedBy.name} generates and would set back. Change it in the ${generatedBy.kind}, or move it to a file in the source.`,
      },
    };
  }
  const repositories = new Set(
    (definedBy ?? status).sources
      .filter(({ chart }) => !chart)
      .flatMap(
        ({ repoUrl, targetRevision }) =>
          reader.at({ repoUrl, ref: targetRevision, required: true }) ?? [],
      ),
  );
  try {
    for (const { files } of repositories) {
      const manifest = findApplicationManifest(files, {
        kind: object.kind,
        name: object.name,
        namespace: object.namespace,
        destination,
      });
      if (manifest) {
        return { manifest };
      }
      if (files.hasWanted()) {
        return {};
      }
    }
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return { blocker: blockerOf(error) };
    }
    throw error;
  }
  const searched = [...repositories].map(({ repoUrl }) => repoUrl).join(', ');
  return {
    blocker: {
      code: 'application-not-found',
      message: `${what} is set in the spec of ${object.kind} ${name}, whose manifest was not found in ${searched || 'any repository that can be read'}. Keep that manifest in Git there, or move the version to a file in the source.`,
    },
  };
}
