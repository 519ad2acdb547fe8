import { isDeepStrictEqual } from 'node:util';
import { ResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import { valueAt } from '../manifests/valueAt';
import { adoptability } from './adoptability';
import { appliedLast } from './appliedLast';
import { Difference, differencesOf } from './compare/differencesOf';
import { handWritten } from './compare/handWritten';
import { isHidden, isSecretData } from './compare/hiddenValues';
import { hasExpressions, isIgnoredByEngine } from './compare/isIgnoredByEngine';
import { DriftedField, DriftedResource } from './Drifted';
import { EngineSettings } from './git/engineSettings';
import { GitManifest } from './git/GitManifests';
import { plainOf, unsourced } from './git/Sourced';
import { withEncodedData } from './git/withEncodedData';
import { changedBy } from './managedFields';

/** A resource as it was read, and what there is to compare it with. */
export interface Examined {
  resource: ResourceRef;
  live: unknown;
  /** What Git says, where that is known. */
  manifest: GitManifest | undefined;
  /** Why it isn't, in a sentence. */
  reason: string;
  settings: EngineSettings;
  /** `${…}` in Git is filled in later. */
  variables: boolean;
}

const mostFields = 100;
const longest = 4_000;

/** Annotations by which Flux leaves a resource alone, and their values in lower case. */
const optOuts = {
  'kustomize.toolkit.fluxcd.io/reconcile': ['disabled'],
  'kustomize.toolkit.fluxcd.io/ssa': ['ignore', 'ifnotpresent'],
  'helm.toolkit.fluxcd.io/driftDetection': ['disabled'],
};

/**
 * The fields of a resource that differ, told by what Git says, else by what was applied last, else by who wrote them;
 * the note says which. Pure. No value of a Secret is in the answer.
 */
export function examine(
  examined: Examined,
): Pick<DriftedResource, 'fields' | 'note'> {
  const { live, resource, settings } = examined;
  const { differences, how } = compared(examined);
  const told = differences.filter(
    ({ path }) =>
      !isIgnoredByEngine({
        ...settings,
        resource,
        path,
        manager: changedBy(live, path)?.manager,
      }),
  );
  const fields = told
    .slice(0, mostFields)
    .map(difference => fieldOf({ ...examined, difference }));
  const more = told.length - fields.length;
  const notes = [
    how,
    ...(fields.length === 0
      ? ['No field was found there that differs.']
      : newerOrByHand(told)),
    ...(more > 0 ? [`${more} more fields differ.`] : []),
    ...leftAlone(examined),
    ...(hasExpressions({ ...settings, resource })
      ? [
          'The engine leaves out what some expressions find, which is not considered here.',
        ]
      : []),
  ];
  return { fields, note: notes.join(' ') };
}

function compared(examined: Examined): {
  differences: Difference[];
  how: string;
} {
  const { live, manifest, reason, variables, resource } = examined;
  const { kind } = resource;
  const applied = appliedLast(live);
  if (manifest) {
    const { repository, rendered, directory } = manifest;
    return {
      differences: differencesOf({
        git: withEncodedData(rendered.root, kind),
        live,
        variables,
        ...(applied && !rendered.inexact && { applied }),
      }),
      how: `Compared with what is built from ${directory === '.' ? 'the root' : directory} of ${repository.repoUrl} at ${repository.ref}.`,
    };
  }
  if (applied) {
    const why =
      'What Git says was not found in its files, so there is no place to write it to.';
    return {
      differences: differencesOf({
        git: withEncodedData(unsourced(applied, why), kind),
        live,
      }),
      how: `${reason} So it is compared with what was applied last, as the cluster remembers it; Git may say something else by now.`,
    };
  }
  return {
    differences: handWritten(live),
    how: `${reason} So shown are the fields that somebody other than the engine wrote, as the cluster remembers it; what Git says there is not known.`,
  };
}

function fieldOf(options: Examined & { difference: Difference }): DriftedField {
  const { difference, manifest, resource, live, reason } = options;
  const { label, path, git } = difference;
  const wanted = git && plainOf(git);
  const hidden = isHidden({
    resource,
    objects: [live, ...(manifest ? [plainOf(manifest.rendered.root)] : [])],
    path,
    values: [wanted, difference.live, difference.applied],
  });
  const by = changedBy(live, path);
  const how = manifest
    ? adoptability({ difference, manifest, hidden })
    : { allowed: false as const, why: reason };
  return {
    shown: {
      path: label,
      ...(hidden
        ? { masked: true }
        : {
            ...(git && { git: jsonOf(wanted) }),
            ...(difference.live !== undefined && {
              live: jsonOf(difference.live),
            }),
          }),
      ...(by && { changedBy: by }),
      adoptable: how.allowed
        ? { allowed: true }
        : {
            allowed: false,
            why: isSecretData(resource, path)
              ? 'The data of Secrets is never written into Git.'
              : how.why,
          },
    },
    ...(how.allowed &&
      manifest && { edit: { manifest, changes: how.changes } }),
  };
}

/** Flux can be told, on a resource, to leave it as it is. */
function leftAlone({ live, manifest }: Examined): string[] {
  const objects = [live, manifest && plainOf(manifest.rendered.root)];
  const found = Object.entries(optOuts).find(([annotation, values]) =>
    objects.some(object => {
      const value = valueAt(object, ['metadata', 'annotations', annotation]);
      return values.some(each => each === String(value).toLowerCase());
    }),
  );
  return found
    ? [`Its annotation ${found[0]} tells Flux to leave it as it is.`]
    : [];
}

/** What was applied last tells which side has changed since. */
function newerOrByHand(differences: readonly Difference[]): string[] {
  const known = differences.filter(({ applied }) => applied !== undefined);
  const newer = known.filter(({ applied, live, git }) =>
    git
      ? isDeepStrictEqual(applied, live) &&
        !isDeepStrictEqual(applied, plainOf(git))
      : true,
  );
  const byHand = known.filter(
    ({ applied, git }) => git && isDeepStrictEqual(applied, plainOf(git)),
  );
  return [
    ...(newer.length > 0
      ? [`Changed in Git since it was applied last: ${labels(newer)}.`]
      : []),
    ...(byHand.length > 0
      ? [`Changed in the cluster since then: ${labels(byHand)}.`]
      : []),
  ];
}

function labels(differences: readonly Difference[]): string {
  const shown = differences.slice(0, 5).map(({ label }) => label);
  const more = differences.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > longest
    ? JSON.stringify(`${text.slice(0, longest)}… (cut)`)
    : text;
}
