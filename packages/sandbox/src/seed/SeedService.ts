/** Somebody of the organisation. */
export interface SeedPerson {
  login: string;
  name: string;
  email: string;
  team: string;
}

/** A version of a service: the last of its commits is tagged. */
export interface SeedRelease {
  version: string;
  daysAgo: number;
  /** Login and message of each commit, oldest first. */
  commits: Array<[login: string, message: string]>;
}

/** A version that came to an environment by pull request. */
export interface SeedDeployment {
  version: string;
  daysAgo: number;
}

export const seedEnvironments = [
  'dev',
  'staging',
  'prod-eu',
  'prod-us',
] as const;
export type SeedEnvironment = (typeof seedEnvironments)[number];

/** How the service's manifests are written in the GitOps repository. */
export type SeedLayout =
  | 'kustomize'
  | 'application-set'
  | 'helm'
  | 'multi-source'
  | 'plain'
  /** With kustomize, a canary of Argo Rollouts. */
  | 'rollout'
  /** With kustomize, a canary of Flagger. */
  | 'flagger'
  /** With kustomize, deployed by Flux. */
  | 'flux'
  /** Not in the GitOps repository: a pipeline applies it. */
  | 'pushed';

/** A service of the organisation, its source history, and where which version came when. */
export interface SeedService {
  name: string;
  title: string;
  description: string;
  team: string;
  system: string;
  tags: string[];
  /** Of `catalog-info.yaml`. */
  annotations: Record<string, string>;
  layout: SeedLayout;
  /** In how many namespaces it runs, where it is not one. Only with kustomize. */
  cells?: Partial<Record<SeedEnvironment, number>>;
  /** Content of its `fairlead.yaml`. */
  pipeline?: string;
  releases: SeedRelease[];
  deployments: Record<SeedEnvironment, SeedDeployment[]>;
}
