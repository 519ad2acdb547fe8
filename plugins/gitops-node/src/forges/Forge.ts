import { Commit, PullRequest } from '@fairlead/backstage-plugin-gitops-common';

/** Repository on a forge, by its web URL without `.git`: `https://github.com/acme/gitops`. @public */
export interface RepositoryLocation {
  repoUrl: string;
}

/** A file at one commit. @public */
export interface ForgeFile {
  path: string;
  blobSha: string;
  content: string;
}

/** What {@link Forge.readTree} answers. @public */
export interface ForgeTree {
  /** Full SHA that the files were read at. */
  commitSha: string;
  /** Name of the default branch, when the ref was `HEAD`. */
  defaultBranch?: string;
  /** The requested files that exist. */
  files: ForgeFile[];
  /** All paths below the requested directories (recursive), relative to the repository root. */
  paths: string[];
}

/** @public */
export interface OpenPullRequestOptions extends RepositoryLocation {
  baseBranch: string;
  /** The commit that the new files were computed on. */
  baseSha: string;
  /** Deterministic: the same promotion always has the same branch. */
  headBranch: string;
  commitMessage: string;
  /** Path → whole new content. */
  files: ReadonlyMap<string, string>;
  /**
   * Path of a directory → tree id that takes the place of what is there, and of what is not. None lies in another one;
   * `files` below them are written after them.
   */
  directories?: ReadonlyMap<string, string>;
  title: string;
  body: string;
  labels: string[];
  reviewers: string[];
}

/** A pull request of ours, to be changed. @public */
export interface PullRequestLocation extends RepositoryLocation {
  number: number;
}

/** What {@link Forge.updatePullRequest} answers. @public */
export interface UpdatedPullRequest {
  pullRequest: PullRequest;
  /** Somebody else has pushed to the branch, so that nothing was changed. */
  refused?: 'pushed-by-others';
}

/** What {@link Forge.mergePullRequest} answers. @public */
export interface MergeAnswer {
  /**
   * `merged`; `scheduled`: the forge merges it by itself when it can; `refused`: not now, and `message` says why (a
   * required check, a conflict, a head that is another one).
   */
  outcome: 'merged' | 'scheduled' | 'refused';
  message: string;
}

/**
 * A Git host, as a promotion needs it.
 *
 * @remarks
 * No method clones, and none writes to a branch that exists already, other than one that a call made before:
 * `updatePullRequest` moves the branch of a pull request of ours, and only from the head that it is told. All errors are `@backstage/errors`, with the forge's own answer as cause and a
 * message that says which side refused what: NotFoundError (repository, ref or pull request, or no access to
 * it), AuthenticationError (credentials), NotAllowedError (missing right), ConflictError (a branch of that name
 * with other content), ServiceUnavailableError (rate limit or outage; carries when to try again in its message).
 *
 * @public
 */
export interface Forge {
  /**
   * Reads files and directory listings at the head of a ref.
   *
   * Files that do not exist are left out, directories that do not exist are empty. A file that is binary or too
   * large to be returned whole is refused with InputError. One request where the forge allows.
   */
  readTree(
    options: RepositoryLocation & {
      ref: string;
      files: string[];
      directories: string[];
    },
  ): Promise<ForgeTree>;

  /**
   * Writes files as one commit on a new branch and opens a pull request.
   *
   * Idempotent: when the branch is there with the same content it goes on from it, and when its pull request is
   * there it returns that, whatever its state.
   */
  openPullRequest(options: OpenPullRequestOptions): Promise<PullRequest>;

  /** Several at once, in the same order; undefined for those that are not found. */
  readPullRequests(
    requests: Array<RepositoryLocation & { number: number }>,
  ): Promise<Array<PullRequest | undefined>>;

  /** Closes without merging, after adding a comment where there is one; closed already is no error, and a merged one is left as it is. Deletes the branch if its head is still ours. */
  closePullRequest(
    options: RepositoryLocation & {
      number: number;
      comment?: string;
      deleteBranchAt?: string;
    },
  ): Promise<void>;

  /**
   * Puts other content into a pull request that is open: one commit on `baseSha` in place of what the branch had,
   * with new title and body. Only when the head of the branch is `expectedHeadSha`, or is what an earlier attempt has
   * put there; else nothing is changed and `refused` says why. Of one that is not open any more nothing is changed
   * either, and it is returned as it is.
   */
  updatePullRequest(
    options: Omit<OpenPullRequestOptions, 'labels' | 'reviewers'> & {
      number: number;
      expectedHeadSha: string;
    },
  ): Promise<UpdatedPullRequest>;

  /**
   * Merges a pull request if its head is `expectedHeadSha`. `scheduled` leaves it to the forge's auto-merge or merge
   * queue, where the repository has one, and merges at once what has nothing to wait for; merged already, or scheduled
   * already, is no error.
   */
  mergePullRequest(
    options: PullRequestLocation & {
      expectedHeadSha: string;
      how: 'now' | 'scheduled';
      /** First line of the merge commit. */
      title: string;
      /** Its other lines: trailers. */
      message: string;
    },
  ): Promise<MergeAnswer>;

  /**
   * Shows the state of the gates on a commit, so that branch protection can require it. The last one with a context
   * counts. Those whose context begins with `fairlead/` are left out of `checks` of a {@link PullRequest}, as gates
   * would wait for themselves.
   */
  setCommitStatus(
    options: RepositoryLocation & {
      sha: string;
      /** `fairlead/gates`. */
      context: string;
      state: 'pending' | 'success' | 'failure';
      /** At most 140 characters; longer ones are cut. */
      description: string;
      url: string;
    },
  ): Promise<void>;

  /** Writes one comment, or writes it anew when there is one that contains `marker` by the portal's own account. */
  writeComment(
    options: PullRequestLocation & { marker: string; body: string },
  ): Promise<void>;

  /** Tree id (Git object) of directories at a ref: the same id, the same content. Those that do not exist are left out. */
  readDirectoryIds(
    options: RepositoryLocation & { ref: string; directories: string[] },
  ): Promise<ReadonlyMap<string, string>>;

  /** Whether `ancestor` is `descendant` or one of its ancestors. */
  isAncestor(
    options: RepositoryLocation & { ancestor: string; descendant: string },
  ): Promise<boolean>;

  /** Commits by SHA; unknown ones are left out. */
  readCommits(
    options: RepositoryLocation & { shas: string[] },
  ): Promise<Commit[]>;

  /** What is new between two refs (tags, SHAs), oldest first, at most `limit`; undefined when a ref is unknown. */
  compare(
    options: RepositoryLocation & { base: string; head: string; limit: number },
  ): Promise<Commit[] | undefined>;

  /** Web page of a commit. No request. */
  commitUrl(options: RepositoryLocation & { sha: string }): string;
}
