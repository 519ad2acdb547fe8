import {
  Environment,
  parseImageReference,
  PromotedValues,
  Source,
  SourceOverride,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { normalizeGitUrl } from '../../../forges/gitUrl';
import { GitPromotionPlanner } from '../GitPromotionPlanner';
import { PlannedPromotion, PlanSide } from '../PromotionPlanner';

export const repoUrl = 'https://github.com/acme/gitops';
export const orders = 'ghcr.io/acme/orders';
export const digestA = `sha256:${'a'.repeat(64)}`;
export const digestB = `sha256:${'b'.repeat(64)}`;

/** A target as the engine reports it. `images` are references. */
export interface StoryTarget {
  name: string;
  /** An Application of Argo CD when left out. */
  flux?: 'HelmRelease' | 'Kustomization';
  images?: string[];
  source?: Partial<Source>;
  sources?: Array<Partial<Source>>;
  overrides?: SourceOverride[];
  live?: string[];
  chart?: TargetStatus['version']['chart'];
  sync?: TargetStatus['sync']['status'];
  generatedBy?: TargetStatus['generatedBy'];
  destination?: Partial<TargetStatus['destination']>;
}

/** Plans on a forge in memory: the files of one repository, and targets on both sides. */
export class PlanStory {
  readonly forge = new FakeForge();

  constructor(files: Record<string, string>) {
    this.forge.createRepository({ repoUrl, files });
  }

  /** How often the repository was read. */
  get requests(): number {
    return this.forge.calls.length;
  }

  async plan(options: {
    dev: StoryTarget[];
    prod: StoryTarget[];
    others?: Record<string, StoryTarget[]>;
    definedBy?: Record<string, StoryTarget>;
    promoted?: Partial<PromotedValues>;
    promotedIn?: string;
    promotedFrom?: string;
    onlyTargets?: string[];
    /** What prod was like, to roll back to: then `dev` doesn't count. */
    past?: StoryTarget[];
  }): Promise<PlannedPromotion> {
    const planner = GitPromotionPlanner.create({
      forges: {
        normalize: normalizeGitUrl,
        forRepository: url =>
          normalizeGitUrl(url)?.startsWith('https://github.com/')
            ? this.forge
            : undefined,
      },
    });
    return planner.plan({
      entityRef: 'component:default/orders',
      from: options.past
        ? { ...side('prod', options.past), past: true }
        : side('dev', options.dev),
      to: side('prod', options.prod),
      others: Object.entries(options.others ?? {}).map(([name, targets]) =>
        side(name, targets),
      ),
      ...(options.promoted && {
        promoted: {
          chart: true,
          targetRevision: true,
          paths: [],
          directories: [],
          ...options.promoted,
        },
      }),
      ...(options.promotedIn && { promotedIn: options.promotedIn }),
      ...(options.promotedFrom && { promotedFrom: options.promotedFrom }),
      ...(options.onlyTargets && { onlyTargets: options.onlyTargets }),
      definedBy: new Map(
        Object.entries(options.definedBy ?? {}).map(([name, parent]) => [
          name,
          statusOf(parent),
        ]),
      ),
    });
  }
}

/** A kustomize overlay that runs one version of orders. */
export function overlay(name: string, tag: string): StoryTarget {
  return {
    name: `orders-${name}`,
    images: [`${orders}:${tag}`],
    source: { path: `apps/orders/overlays/${name}`, type: 'kustomize' },
  };
}

/** What a plan changes, as `file:line pointer from -> to`. */
export function changesOf({ plan }: PlannedPromotion): string[] {
  return plan.edits.map(
    ({ file, line, pointer, from, to }) =>
      `${file}:${line} ${pointer} ${from} -> ${to}`,
  );
}

/** A plan's blockers as `code file:line`. */
export function blockersOf({ plan }: PlannedPromotion): string[] {
  return plan.blockers.map(({ code, file, line }) =>
    [code, file && `${file}${line ? `:${line}` : ''}`]
      .filter(Boolean)
      .join(' '),
  );
}

function side(name: string, targets: StoryTarget[]): PlanSide {
  const environment: Environment = {
    name,
    title: name,
    tier: 'development',
    after: [],
  };
  return {
    environment,
    targets: targets.map(target => ({
      id: target.name,
      status: statusOf(target),
    })),
  };
}

export function statusOf(target: StoryTarget): TargetStatus {
  const sources = target.sources ?? [target.source ?? {}];
  return {
    engine: target.flux ? 'flux' : 'argocd',
    object: {
      cluster: 'hub',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: target.flux ?? 'Application',
      namespace: 'argocd',
      name: target.name,
    },
    labels: {},
    annotations: {},
    destination: {
      namespace: 'orders',
      inCluster: false,
      ...target.destination,
    },
    sources: sources.map((source, index) => ({
      repoUrl: `${repoUrl}.git`,
      targetRevision: 'main',
      type: 'unknown',
      ...source,
      ...(target.overrides && index === 0 && { overrides: target.overrides }),
    })),
    version: {
      images: (target.images ?? []).map(parseImageReference),
      ...(target.chart && { chart: target.chart }),
    },
    revisions: { desired: target.live ?? [], live: target.live ?? [] },
    sync: { status: target.sync ?? 'Synced' },
    health: { status: 'Healthy' },
    ...(target.generatedBy && { generatedBy: target.generatedBy }),
    autoSync: { enabled: true, prune: true, selfHeal: true },
    drift: [],
    conditions: [],
    history: [],
    resourceCount: 1,
    links: [],
  };
}
