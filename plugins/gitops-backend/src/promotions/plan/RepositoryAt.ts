import { FileSet } from '../../manifests/FileSet';

/** A repository at one ref, as far as a plan has read it. */
export interface RepositoryAt {
  repoUrl: string;
  /** As declared by the engine's object, `HEAD` where it declares none. */
  ref: string;
  /** Of the head of the ref when it was read first; everything is read at this commit. */
  commitSha?: string;
  /** The branch that the ref names; undefined for tags and commits, and until `HEAD` was read. */
  branch?: string;
  files: FileSet;
  /** Why it isn't there, in the forge's words. */
  missing?: string;
}

/** A file at its place. */
export interface FileAt {
  repository: RepositoryAt;
  path: string;
}

/** Whether an edit of one would show in the other. */
export function isSameFile(one: FileAt, other: FileAt): boolean {
  const [a, b] = [one.repository, other.repository];
  return (
    one.path === other.path &&
    (a === b ||
      (a.repoUrl === b.repoUrl &&
        a.branch !== undefined &&
        a.branch === b.branch))
  );
}
