/** What kind of thing a `targetRevision` of Git names, as far as its text tells. */
export type RevisionKind = 'branch' | 'tag' | 'commit' | 'range';

/** A branch may be called like a tag, but then nobody could tell them apart, engines included. */
export function revisionKind(revision: string | undefined): RevisionKind {
  const text = revision || 'HEAD';
  if (/^[0-9a-f]{7,64}$/i.test(text) && /\d/.test(text)) return 'commit';
  if (/[\^~<>*]/.test(text)) return 'range';
  if (
    text.startsWith('refs/tags/') ||
    /^v?\d+(\.\d+){1,3}(-[\w.-]+)?(\+[\w.-]+)?$/.test(text)
  ) {
    return 'tag';
  }
  return 'branch';
}

/** Whether a chart's version is one version, rather than a range that the engine resolves. */
export function isExactVersion(version: string): boolean {
  return /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/.test(version);
}
