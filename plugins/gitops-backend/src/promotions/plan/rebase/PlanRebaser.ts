import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import {
  PlannedEdit,
  PromotionConflict,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../../forges/Forges';
import { PlannedPromotion } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { RepositoryReader } from '../RepositoryReader';
import { reapplyPlan } from './reapplyPlan';

/** What {@link PlanRebaser.rebase} answers. */
export interface RebasedPlan {
  /** Head of the base branch. */
  baseSha: string;
  /** Whether files or directories of the plan are other ones than those that it was made on. */
  changed: boolean;
  /** The plan on the new base, without the edits that are made already and those in conflict. */
  planned: PlannedPromotion;
  contents: ReadonlyMap<string, string>;
  /** Values that are a third one now, or gone. Nothing may be written while there are any. */
  conflicts: PromotionConflict[];
}

/** Makes stored plans again when the branch that they were made on has moved. */
export class PlanRebaser {
  readonly #options: { forges: Forges; logger?: LoggerService };

  static create(options: {
    forges: Forges;
    logger?: LoggerService;
  }): PlanRebaser {
    return new PlanRebaser(options);
  }

  private constructor(options: { forges: Forges; logger?: LoggerService }) {
    this.#options = options;
  }

  /**
   * Reads the files of a plan at the head of its base branch and makes the plan again there. Throws the forge's error
   * when that can't be read. With `contentsUnchangedOk`, a plan whose files did not change is answered as it was
   * stored, on the new base, and without `contents`: those that are there already stay right.
   */
  async rebase(options: {
    plan: PromotionPlan;
    contentsUnchangedOk?: boolean;
    /** See `reapplyPlan`. */
    earlier?: readonly PlannedEdit[];
  }): Promise<RebasedPlan> {
    const { plan, contentsUnchangedOk = false, earlier } = options;
    const { forges, logger } = this.#options;
    const reader = RepositoryReader.create({
      forges,
      ...(logger && { logger }),
    });
    const after = await this.#read({ reader, plan, ref: plan.baseBranch });
    const baseSha = after.commitSha ?? plan.baseSha;
    const changed = hasChanged(plan, after);
    if (!changed && contentsUnchangedOk) {
      const directories = directoriesOf(plan);
      return {
        baseSha,
        changed,
        planned: {
          plan: { ...plan, baseSha },
          contents: new Map(),
          ...(directories.size > 0 && { directories }),
        },
        contents: new Map(),
        conflicts: [],
      };
    }
    const before = changed ? await this.#readBefore({ reader, plan }) : after;
    const { planned, conflicts } = reapplyPlan({
      plan,
      before,
      after,
      earlier,
    });
    return {
      baseSha,
      changed,
      planned,
      contents: planned.contents,
      conflicts,
    };
  }

  /** The old base may be gone, after a force-push. */
  async #readBefore(options: {
    reader: RepositoryReader;
    plan: PromotionPlan;
  }): Promise<RepositoryAt | undefined> {
    try {
      return await this.#read({ ...options, ref: options.plan.baseSha });
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
      this.#options.logger?.warn(
        `${options.plan.repoUrl} has no commit ${options.plan.baseSha} any more, so places are found again by their values: ${stringifyError(error)}`,
      );
      return undefined;
    }
  }

  async #read(options: {
    reader: RepositoryReader;
    plan: PromotionPlan;
    ref: string;
  }): Promise<RepositoryAt> {
    const { reader, plan, ref } = options;
    const repository = reader.at({
      repoUrl: plan.repoUrl,
      ref,
      required: true,
    });
    if (!repository) {
      throw new NotFoundError(
        `No integration covers ${plan.repoUrl} any more: add its host to "integrations" in the portal's config`,
      );
    }
    for (const { file, what } of plan.edits) {
      if (what === 'directory') repository.files.directoryId(file);
      else repository.files.file(file);
    }
    await reader.readWanted({ missing: 'throw' });
    return repository;
  }
}

function hasChanged(plan: PromotionPlan, now: RepositoryAt): boolean {
  const directories = plan.edits.filter(({ what }) => what === 'directory');
  const edited = new Set(
    plan.edits.flatMap(({ file, what }) => (what === 'directory' ? [] : file)),
  );
  return (
    plan.files.some(
      ({ path, blobSha }) =>
        edited.has(path) && now.files.file(path)?.blobSha !== blobSha,
    ) ||
    directories.some(
      ({ file, from }) => (now.files.directoryId(file) ?? '') !== from,
    )
  );
}

function directoriesOf({ edits }: PromotionPlan): Map<string, string> {
  return new Map(
    edits.flatMap(({ what, file, to }) =>
      what === 'directory' ? [[file, to] as const] : [],
    ),
  );
}
