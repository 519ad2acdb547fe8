import { isDeepStrictEqual } from 'node:util';
import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { isSecret } from '../manifests/diff/secretsIn';
import { ImageSlot, renderPart } from '../manifests/ImageSlot';
import { ManifestProblem } from '../manifests/ManifestProblem';
import { LocatedScalar, locateScalar } from '../manifests/yaml/ScalarPlace';
import { FileChange, writeEdits } from '../promotions/plan/writeEdits';
import { Difference } from './compare/differencesOf';
import { GitManifest } from './git/GitManifests';
import { plainOf, SourcedLeaf } from './git/Sourced';

/** How a live value can be written into Git, or why it can't. */
export type Adoptability =
  { allowed: true; changes: FileChange[] } | { allowed: false; why: string };

/**
 * Whether the live value of a field can be written to the place that Git takes it from, with no other byte changed;
 * found out by trying. Pure.
 */
export function adoptability(options: {
  difference: Difference;
  manifest: GitManifest;
  hidden: boolean;
}): Adoptability {
  const { difference, manifest, hidden } = options;
  const { git, live } = difference;
  const refusal = refusalOf(options);
  if (refusal) return { allowed: false, why: refusal };
  if (git?.type !== 'leaf' || hidden) {
    return { allowed: false, why: 'It is more than a single value.' };
  }
  try {
    const changes = changesOf({ leaf: git, live, subject: difference.label });
    const outside = changes.find(
      ({ part }) => !isInside(part.scalar.file.path, manifest.directory),
    );
    if (outside) {
      return {
        allowed: false,
        why: `It is written in ${outside.part.scalar.file.path}, outside of ${manifest.directory}, so that others may be built from it too. Set it in ${manifest.directory}, or change it there by hand.`,
      };
    }
    const { blockers } = writeEdits({
      repository: manifest.repository,
      changes,
    });
    return blockers.length > 0
      ? { allowed: false, why: sentence(blockers[0].message) }
      : { allowed: true, changes };
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return { allowed: false, why: sentence(error.message) };
    }
    throw error;
  }
}

function refusalOf(options: {
  difference: Difference;
  manifest: GitManifest;
  hidden: boolean;
}): string | undefined {
  const { difference, manifest, hidden } = options;
  const { git, live, applied } = difference;
  if (hidden) return 'Values that may be secret are never written into Git.';
  if (!git) return 'Git says nothing there any more: sync removes it.';
  if (live === undefined || live === null) {
    return 'It is not in the cluster. Removing something from Git is left to a person.';
  }
  if (git.type !== 'leaf' || typeof live === 'object') {
    return 'It is a list or a map and not a single value, so it has to be changed in Git by hand.';
  }
  if (git.origin.type === 'none') return git.origin.why;
  if (
    applied !== undefined &&
    isDeepStrictEqual(applied, live) &&
    !isDeepStrictEqual(applied, plainOf(git))
  ) {
    return 'Git has changed here since it was applied last, and the live value is the one from before. Sync instead.';
  }
  if (!manifest.repository.branch) {
    return `It is deployed from ${manifest.repository.ref}, which is no branch that a pull request could change.`;
  }
  return undefined;
}

function changesOf(options: {
  leaf: SourcedLeaf;
  live: unknown;
  subject: string;
}): FileChange[] {
  const { leaf, live, subject } = options;
  const { origin } = leaf;
  if (origin.type === 'image') {
    return imageChanges({ slot: origin.slot, live, subject });
  }
  const scalar =
    origin.type === 'scalar' &&
    locateScalar(origin.file, origin.document, origin.path, origin.host);
  if (!scalar) {
    throw new ManifestProblem(
      'value-not-found',
      `${subject} is written nowhere that it could be changed at`,
      { file: '' },
    );
  }
  refuseSecret(scalar);
  return [
    {
      part: { scalar, what: 'value' },
      subject,
      value: String(live),
      ...(typeof live !== 'string' && { literal: true }),
    },
  ];
}

function imageChanges(options: {
  slot: ImageSlot;
  live: unknown;
  subject: string;
}): FileChange[] {
  const { slot, live, subject } = options;
  const image = parseImageReference(String(live));
  const texts = slot.parts.map(part => ({
    part,
    value: renderPart(part, image),
  }));
  const [first] = slot.parts;
  const file = first?.scalar.file.path ?? '';
  const saysDigest = slot.parts.some(({ template }) =>
    template.includes('{digest}'),
  );
  if (image.name !== slot.name || (image.digest && !saysDigest)) {
    throw new ManifestProblem(
      'unsafe-edit',
      `The live image ${live} can't be told by changing the images entry of ${slot.alias} in ${file} alone`,
      { file },
    );
  }
  return texts.map(({ part, value }) => {
    if (value === undefined) {
      throw new ManifestProblem(
        'unsafe-edit',
        `The live image ${live} lacks the tag or digest that ${file} names`,
        { file },
      );
    }
    return {
      part: { scalar: part.scalar, what: part.what },
      subject,
      value,
    };
  });
}

function refuseSecret(scalar: LocatedScalar): void {
  if (isSecret(scalar)) {
    const file = scalar.file.path;
    throw new ManifestProblem(
      'secret-value',
      `${file}:${scalar.line} may hold a secret, which is never written into Git`,
      { file, line: scalar.line },
    );
  }
}

function isInside(path: string, directory: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
