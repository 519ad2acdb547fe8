import { Forge } from '../../forges/Forge';

/** A forge under test, with a repository of its own. @public */
export interface ForgeContractSubject {
  forge: Forge;
  /** An existing repository whose default branch is `main`, with at least one commit. */
  repoUrl: string;
  /** A repository URL on the same forge that does not exist. */
  missingRepoUrl: string;
  /** Writes files as one commit on a branch, which starts at the head of `main` when it is new. Returns the SHA. */
  commit(options: {
    branch: string;
    files: Record<string, string>;
    message: string;
  }): Promise<string>;
  /** Writes a file that is not text on `main`. Left out where the forge can't hold one. */
  commitBinary?(path: string): Promise<void>;
  /** Merges as a person would, and returns the commit that is on the base branch then. */
  merge(number: number): Promise<string>;
  headOf(branch: string): Promise<string | undefined>;
  /** What a pull request says of itself, and whom it asks for a review. `ada` and the team `acme/shop` can be asked. */
  describe(number: number): Promise<{ body: string; reviewers: string[] }>;
  /** Approves of the present head, as `ada` or `bob`. */
  approve(options: { number: number; by: 'ada' | 'bob' }): Promise<void>;
  /** Writes a comment as a person. */
  comment(options: { number: number; body: string }): Promise<void>;
  /** Bodies of all comments, oldest first. */
  commentsOf(number: number): Promise<string[]>;
  /** The statuses that count, of one commit. */
  statusesOf(sha: string): Promise<
    Array<{
      context: string;
      state: string;
      description: string;
      url: string;
    }>
  >;
  /** From now on, `main` requires a status of this context before a pull request is merged. */
  requireStatus(context: string): Promise<void>;
  /** From now on, the forge merges to `main` by itself what waits for a status. Left out where it always does. */
  allowAutoMerge?(): Promise<void>;
  /** From now on, pull requests to `main` are merged by a queue, which holds them until `release`. Left out where the forge has none. */
  useMergeQueue?(): Promise<{
    /** Context of a status that they need before. */
    requires?: string;
    release(): Promise<void>;
  }>;
  /** Ends what `create` started. */
  close(): Promise<void>;
}
