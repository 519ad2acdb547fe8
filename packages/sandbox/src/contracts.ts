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
    /** Tokens that act as this user and may only read. */
    readOnlyTokens?: string[];
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
  resolveRef(
    options: RepositoryRef & { ref: string },
  ): Promise<string | undefined>;
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

/** What can go wrong on purpose. */
export type Fault =
  /** Answers as usual, later. */
  | { type: 'latency'; ms: number }
  /** Answers this instead, without doing anything. The body is the surface's own form of error unless given. */
  | {
      type: 'status';
      status: number;
      headers?: Record<string, string>;
      body?: unknown;
    }
  /** GitHub's limits, with their headers: `primary` (x-ratelimit-remaining 0) or `secondary` (retry-after). */
  | { type: 'rate-limit'; limit: 'primary' | 'secondary'; seconds: number }
  /** The connection breaks before the request has had an effect, or after it. */
  | { type: 'cut'; when: 'before' | 'after' }
  /** Accepts the request and never answers. */
  | { type: 'hang' }
  /** The server is gone: its port refuses connections. Only for a whole surface (no method or path). */
  | { type: 'down' }
  /** Clusters: watches go on, but this event is never sent. */
  | { type: 'lose-watch-event' }
  /** Clusters: the running watches end without a word. */
  | { type: 'end-watches' }
  /** Clusters: the history of changes is forgotten, so that every watch gets 410 Gone. */
  | { type: 'expire-watches' }
  /** Webhooks: not delivered. */
  | { type: 'drop' }
  /** Webhooks: delivered more than once. */
  | { type: 'repeat'; times: number };

/** Where a fault strikes: the forge, one cluster by its name, or the forge's webhooks. */
export type FaultSurface = 'forge' | 'webhooks' | `cluster:${string}`;

/** A fault, and which requests it strikes. */
export interface FaultRule {
  surface: FaultSurface;
  /** Any when left out. */
  method?: string;
  /** Regular expression over path and query; for webhooks, over the event's name. Any when left out. */
  path?: string;
  /** Strikes so often, then is removed. For ever when left out. */
  times?: number;
  fault: Fault;
}

/** The faults that are on. The control API and tests add them, the servers ask for them. */
export interface Faults {
  add(rule: FaultRule): { id: string } & FaultRule;
  remove(id: string): void;
  clear(): void;
  list(): Array<{ id: string } & FaultRule>;
  /** The first rule that strikes this request; counts as one strike. `types` narrows to what the caller can do at this point. */
  take(request: {
    surface: FaultSurface;
    method?: string;
    path?: string;
    types?: ReadonlyArray<Fault['type']>;
  }): FaultRule | undefined;
  /** Called when a rule was added or removed, for faults that concern a whole surface. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
}

/** What a pod finds when it wants to run an image. */
export type ImageState = 'runs' | 'missing' | 'crashes';

/** The registry of images, as nodes see it. */
export interface ImageRegistry {
  /** `image` as in a pod: `ghcr.io/acme/orders:1.4.2`. */
  stateOf(image: string): Promise<ImageState>;
}

/** What measuring a version comes to: it keeps to what is demanded or not, nobody can tell, or there is no answer. */
export type MetricVerdict = 'good' | 'bad' | 'unclear' | 'unavailable';

/** Where controllers of rollouts measure how new versions do. */
export interface MetricSource {
  verdictOn(options: {
    images: readonly string[];
    /** Name of the metric, as its analysis has it. */
    metric: string;
  }): MetricVerdict;
}
