import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  Environment,
  isSameVersion,
  Pipeline,
  Version,
  versionKey,
} from '@fairlead/backstage-plugin-gitops-common';
import { Pipelines } from '../../pipelines/Pipelines';
import { Restrictions } from '../../restrictions/Restrictions';
import { ServiceTargets } from '../../services/ServiceDirectory';
import { PromotionsStore } from '../../store/PromotionsStore';
import { systemOf } from '../../services/systemOf';
import { StoredTarget } from '../../targets/StoredTarget';
import { PromotionListener } from '../PromotionListener';
import { PromotionReconciler } from '../PromotionReconciler';
import { DraftInput, PromotionDrafts } from '../requests/PromotionDrafts';
import { promotionRoute } from '../requests/promotionRoute';
import { begun, submit } from '../requests/submit';
import { policyOf } from '../Surroundings';
import { candidateVersion } from './candidateVersion';
import { isSettledMatter } from './isSettledMatter';

/** Says whether a version may come to an environment. */
export interface VersionAvailability {
  isAvailable(options: {
    entityRef: string;
    pipeline: Pipeline;
    environment: string;
    version: Version;
  }): Promise<{ available: boolean; message: string }>;
}

/** What automatic promotion works with. */
export interface AutomaticPromotionsOptions {
  availability: VersionAvailability;
  directory: { all(): Promise<{ services: ServiceTargets[] }> };
  drafts: PromotionDrafts;
  environments: readonly Environment[];
  logger: LoggerService;
  onChange: PromotionListener;
  pipelines: Pipelines;
  reconciler: Pick<PromotionReconciler, 'wake'>;
  restrictions: Restrictions;
  store: PromotionsStore;
  now?: () => Date;
}

/** How many of the lane's last promotions are remembered when it is asked whether one was tried before. */
const memory = 50;
/** A plan costs the forge many requests: what can't be promoted now is not planned again at each look. */
const retryMs = 5 * 60_000;

/** A version that may go on from one environment to another. */
interface Candidate {
  service: ServiceTargets;
  pipeline: Pipeline;
  from: string;
  to: string;
  version: Version;
}

/** Requests promotions by itself, where an environment says so and its version is available. */
export class AutomaticPromotions {
  readonly #options: AutomaticPromotionsOptions;
  readonly #now: () => Date;
  /** When what was planned may be planned again, in ms since the epoch. */
  readonly #retryAt = new Map<string, number>();

  static create(options: AutomaticPromotionsOptions): AutomaticPromotions {
    return new AutomaticPromotions(options);
  }

  private constructor(options: AutomaticPromotionsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Looks at all services. One that can't be promoted holds up no other. */
  async sweep(): Promise<void> {
    const { directory, logger, pipelines } = this.#options;
    for (const [key, at] of this.#retryAt) {
      if (at <= this.#now().getTime()) this.#retryAt.delete(key);
    }
    const { services } = await directory.all();
    const found = await pipelines.ofMany(
      services.map(({ entityRef }) => entityRef),
    );
    for (const service of services) {
      const pipeline = found.get(service.entityRef);
      try {
        if (pipeline) await this.#look(service, pipeline);
      } catch (error) {
        logger.warn(
          `${service.entityRef} could not be promoted automatically: ${stringifyError(error)}`,
        );
      }
    }
  }

  async #look(service: ServiceTargets, pipeline: Pipeline): Promise<void> {
    const { targets } = service;
    for (const { name, after } of pipeline.environments) {
      if (!policyOf(pipeline, name).automatic) continue;
      for (const from of after) {
        const version = candidateVersion({
          fromTargets: targets.filter(each => each.environment === from),
          toTargets: targets.filter(each => each.environment === name),
        });
        if (!version) continue;
        const candidate = { service, pipeline, from, to: name, version };
        const isResting = this.#retryAt.has(keyOf(candidate));
        if (!isResting && (await this.#isFree(candidate))) {
          await this.#request(candidate);
        }
      }
    }
  }

  async #isFree(candidate: Candidate): Promise<boolean> {
    const { availability, restrictions, store } = this.#options;
    const { service, pipeline, to, version } = candidate;
    const { entityRef, entity } = service;
    const past = await store.list({
      entityRefs: [entityRef],
      environment: to,
      limit: memory,
    });
    if (isSettledMatter(past, version)) return false;
    const inForce = await restrictions.inForce({
      entityRef,
      system: systemOf(entity),
      environment: to,
      now: this.#now(),
    });
    const isForbidden = inForce.some(
      each =>
        each.kind !== 'veto' ||
        (each.version && isSameVersion(each.version, version)),
    );
    if (isForbidden) return false;
    const { available } = await availability.isAvailable({
      entityRef,
      pipeline,
      environment: to,
      version,
    });
    return available;
  }

  async #request(candidate: Candidate): Promise<void> {
    const { drafts, environments, onChange, reconciler } = this.#options;
    const { service, pipeline } = candidate;
    const { targets, entityRef } = service;
    const route = promotionRoute({
      request: candidate,
      pipeline,
      environments,
    });
    const policy = policyOf(pipeline, route.to.name);
    const input: DraftInput = {
      entityRef,
      from: {
        environment: route.from,
        targets: inEnvironment(targets, route.from),
      },
      to: route.to,
      kind: 'promotion',
      requestedBy: 'fairlead',
      pipeline,
      policy,
      targets,
    };
    const key = keyOf(candidate);
    this.#retryAt.set(key, this.#now().getTime() + retryMs);
    const draft = await drafts.draft(input);
    const { plan } = draft.whole;
    // What a person would be told is nothing to write down each time.
    if (plan.edits.length === 0 || plan.blockers.length > 0) return;
    this.#retryAt.delete(key);
    // That took its time, and people may have said something else meanwhile.
    if (!(await this.#isFree(candidate))) return;
    try {
      const { promotion, created, wake } = await submit({
        ...this.#options,
        input,
        draft,
        links: {},
        reason: `${route.to.title} takes what is verified in ${route.from.title} automatically.`,
        requestedBy: 'fairlead',
        automatic: true,
        now: this.#now(),
      });
      if (!created) return;
      await onChange({ after: promotion, events: [begun(promotion)], policy });
      await reconciler.wake(wake);
    } catch (error) {
      // Somebody was faster, or the lane keeps others out: the next look tells.
      if (!isError(error) || error.name !== 'ConflictError') throw error;
    }
  }
}

function keyOf({ service, from, to, version }: Candidate): string {
  return [service.entityRef, from, to, versionKey(version)].join(' ');
}

function inEnvironment(
  targets: readonly StoredTarget[],
  { name }: Environment,
): StoredTarget[] {
  return targets.filter(({ environment }) => environment === name);
}
