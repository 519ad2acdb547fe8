/**
 * What the rooms of the sandbox know of each other. The forge knows nothing of
 * clusters, the clusters know nothing of the forge; the Argo CD stand-in and the
 * seed use both through these interfaces only.
 *
 * @packageDocumentation
 */

/** A repository of the forge, `owner/name`. */
export interface RepositoryRef {
  owner: string;
  name: string;
}

/** Who made a commit. `login` is the forge user, when there is one. */
export interface CommitAuthor {
  name: string;
  email: string;
}

/** One commit as the forge stores it. `date` is ISO 8601. */
export interface CommitSummary {
  sha: string;
  parents: string[];
  author: CommitAuthor;
  date: string;
  message: string;
}

/** A ref that moved, whoever moved it (git push, REST, GraphQL, merge). `before`/`after` are 40 zeros when created/deleted. */
export interface PushEvent {
  repository: RepositoryRef;
  ref: string;
  before: string;
  after: string;
}

/** The programmatic side of the forge, for the seed and for controllers in this process. */
export interface ForgeContent {
  /** Where the forge answers, without a trailing slash: `http://localhost:7010`. */
  readonly baseUrl: string;
  createUser(user: {
    login: string;
    name: string;
    email: string;
    type?: 'User' | 'Organization' | 'Bot';
    /** Personal access tokens that act as this user. */
    tokens?: string[];
  }): Promise<void>;
  createRepository(
    repository: RepositoryRef & {
      description?: string;
      defaultBranch?: string;
    },
  ): Promise<void>;
  repositoryExists(repository: RepositoryRef): Promise<boolean>;
  /** Writes files (`null` deletes) as one commit on a branch, which is created from `startRef` when it does not exist. */
  commitFiles(
    options: RepositoryRef & {
      branch: string;
      startRef?: string;
      message: string;
      author: CommitAuthor;
      date?: string;
      files: Record<string, string | null>;
    },
  ): Promise<CommitSummary>;
  /** Full SHA of a branch, tag, `HEAD` or (abbreviated) SHA; undefined when there is none. */
  resolveRef(options: RepositoryRef & { ref: string }): Promise<string | undefined>;
  /** Undefined when the path is not a file at that ref. */
  readFile(
    options: RepositoryRef & { ref: string; path: string },
  ): Promise<string | undefined>;
  /** Paths of all files under `path` (default: the whole tree), relative to the repository root. */
  listFiles(
    options: RepositoryRef & { ref: string; path?: string },
  ): Promise<string[]>;
  /** Newest first. */
  log(
    options: RepositoryRef & { ref: string; path?: string; limit?: number },
  ): Promise<CommitSummary[]>;
  /** Opens a pull request and returns its number. `date` back-dates it (for the seed). */
  openPullRequest(
    options: RepositoryRef & {
      head: string;
      base: string;
      title: string;
      body?: string;
      login: string;
      labels?: string[];
      date?: string;
    },
  ): Promise<number>;
  /** Returns the merge commit. Throws ConflictError when it can't be merged. */
  mergePullRequest(
    options: RepositoryRef & {
      number: number;
      login: string;
      method?: 'merge' | 'squash' | 'rebase';
      date?: string;
    },
  ): Promise<{ sha: string }>;
  /** `events` are GitHub's names: `push`, `pull_request`, `pull_request_review`, `check_run`, `status`. */
  addWebhook(
    options: Partial<RepositoryRef> & {
      url: string;
      secret?: string;
      events: string[];
    },
  ): Promise<void>;
  /** Called after the ref moved. Returns a function that stops it. */
  onPush(listener: (event: PushEvent) => void): () => void;
}

/** A Kubernetes object. Everything outside apiVersion, kind and metadata is the kind's own. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: Array<Record<string, unknown>>;
    finalizers?: string[];
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** Which objects: `apiVersion` + `kind`, one namespace or all. */
export interface KindRef {
  apiVersion: string;
  kind: string;
}

export interface ObjectRef extends KindRef {
  namespace?: string;
  name: string;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubeObject;
}

/** The programmatic side of one cluster's API server: the same store that its HTTP endpoint serves. */
export interface ClusterObjects {
  readonly name: string;
  /** `https://localhost:7011` */
  readonly url: string;
  get(ref: ObjectRef): KubeObject | undefined;
  list(kind: KindRef & { namespace?: string }): KubeObject[];
  /** Throws ConflictError when it exists, InputError when it does not match its CRD. */
  create(object: KubeObject): KubeObject;
  /** Creates it or replaces spec, labels and annotations; bumps generation when spec changed. Status is kept. */
  apply(object: KubeObject): KubeObject;
  /** RFC 7386 merge patch of the main resource (status ignored only where the kind has a status subresource). */
  mergePatch(ref: ObjectRef, patch: object): KubeObject;
  /** Replaces the whole status. Works for kinds with and without a status subresource. */
  setStatus(ref: ObjectRef, status: unknown): KubeObject;
  delete(ref: ObjectRef): void;
  /** Calls back for what exists (ADDED) and for each later change. Returns a function that stops it. */
  watch(
    kind: KindRef & { namespace?: string },
    listener: (event: WatchEvent) => void,
  ): () => void;
}
