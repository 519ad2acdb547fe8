import {
  CheckPolicy,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateTarget,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { placesOf } from '../../targets/placesOf';
import { versionWords } from '../words/versionWords';
import { appliedChecks, checkId } from './appliedChecks';
import { isForVersion } from './isForVersion';
import { JobReader } from './JobReader';
import { notPassed } from './notPassed';

type JobCheck = Extract<CheckPolicy, { type: 'job' }>;

/** Where a job is looked for. */
interface JobPlace {
  cluster: string;
  namespace: string;
}

/**
 * Jobs that the pipeline names have completed for the promoted version.
 *
 * @remarks
 * Before the merge, the version runs where it comes from, and its jobs are looked for there; after it, where it went
 * to. A cluster that can't be read says nothing of the version, so the check waits for it without an end.
 */
export class JobCheckGate implements Gate {
  readonly #options: JobCheckGateOptions;

  static create(options: JobCheckGateOptions): JobCheckGate {
    return new JobCheckGate(options);
  }

  private constructor(options: JobCheckGateOptions) {
    this.#options = options;
  }

  applied(input: GateInput): AppliedGate[] {
    return appliedChecks(input, {
      type: 'job',
      evaluate: check => this.#evaluate(input, check),
    });
  }

  async #evaluate(input: GateInput, check: JobCheck): Promise<GateVerdict> {
    const { promotion } = input;
    if (hasPassedForGood(promotion, check)) {
      return { status: 'passed', message: passedWords(promotion, check) };
    }
    const { cluster } = check;
    if (
      cluster &&
      !this.#options.clusters.some(({ name }) => name === cluster)
    ) {
      return {
        status: 'waiting',
        message: `There is no cluster "${cluster}" in the portal's config.`,
      };
    }
    const places = this.#placesOf(input, check);
    if (places.length === 0) {
      return {
        status: 'waiting',
        message: `It is not known where the Job ${check.job} runs: write its cluster and namespace into the check.`,
      };
    }
    const verdicts = await Promise.all(
      places.map(place => this.#ask(input, { check, place })),
    );
    return (
      verdicts.find(({ status }) => status === 'failed') ??
      verdicts.find(({ status }) => status === 'waiting') ?? {
        status: 'passed',
        message: passedWords(promotion, check),
      }
    );
  }

  async #ask(
    input: GateInput,
    { check, place }: { check: JobCheck; place: JobPlace },
  ): Promise<GateVerdict> {
    const { promotion } = input;
    const { cluster, namespace } = place;
    const what = `The Job ${namespace}/${check.job} on ${cluster}`;
    const job = await this.#options.jobs.read({
      cluster,
      namespace,
      name: check.job,
    });
    const unlike = (message: string) =>
      notPassed({
        input,
        id: checkId(check),
        patienceMs: check.patienceMs,
        message,
      });
    if (!job) return unlike(`${what} is not there`);
    if (!isForVersion(job, promotion)) {
      return unlike(
        `${what} is not known to have run for ${versionWords(promotion)}`,
      );
    }
    switch (job.state) {
      case 'complete':
        return { status: 'passed', message: `${what} has completed.` };
      case 'failed':
        return {
          status: 'failed',
          message: `${what} has failed${job.message ? `: ${job.message}` : ''}.`,
        };
      case 'suspended':
        return unlike(`${what} is suspended`);
      default:
        return unlike(`${what} is running`);
    }
  }

  #placesOf(input: GateInput, check: JobCheck): JobPlace[] {
    const targets =
      input.promotion.pullRequest?.state === 'merged'
        ? input.toTargets
        : input.fromTargets;
    if (check.cluster && check.namespace) {
      return [{ cluster: check.cluster, namespace: check.namespace }];
    }
    const places = targets.flatMap(target => {
      const cluster = check.cluster ?? this.#clusterOf(target);
      const namespace = check.namespace ?? target.status.destination.namespace;
      return cluster && namespace ? [{ cluster, namespace }] : [];
    });
    const byKey = new Map(
      places.map(place => [`${place.cluster}/${place.namespace}`, place]),
    );
    return [...byKey.values()];
  }

  #clusterOf({ status }: GateTarget): string | undefined {
    const { clusters } = this.#options;
    const names = placesOf(status, clusters).clusters;
    return clusters.find(({ name }) => names.includes(name))?.name;
  }
}

/** What the check reads from. */
export interface JobCheckGateOptions {
  jobs: JobReader;
  /** Those of the portal's config. */
  clusters: ReadonlyArray<{ name: string; url?: string }>;
}

/** Jobs are cleaned away some time after they have completed; one that is asked about on both sides is asked anew. */
function hasPassedForGood(
  { gates }: Pick<Promotion, 'gates'>,
  check: JobCheck,
): boolean {
  const before = gates.find(({ gate }) => gate === checkId(check));
  const isAfterMerge = check.phases.includes('finish');
  return (
    before?.status === 'passed' && (!isAfterMerge || check.phases.length === 1)
  );
}

function passedWords(
  promotion: Pick<Promotion, 'plan'>,
  { job }: JobCheck,
): string {
  return `The Job ${job} has completed for ${versionWords(promotion)}.`;
}
