import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Chart,
  Image,
  PromotionPlan,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { TargetsReader } from '../../targets/StoredTarget';
import { definingTargets } from './definingTargets';
import { draftPlan, PlanDraft } from './draftPlan';
import { planFingerprint } from './planFingerprint';
import {
  PlanInput,
  PlannedPromotion,
  PromotionPlanner,
} from './PromotionPlanner';
import { releasesInGit } from './releasesInGit';
import { RepositoryReader } from './RepositoryReader';
import { writeEdits, WrittenEdits } from './writeEdits';

/** Bases of bases cost a round each. Nobody nests them so deep. */
const MAX_ROUNDS = 12;

/** What the planner reads. */
export interface GitPromotionPlannerOptions {
  forges: Forges;
  logger?: LoggerService;
  /** To find the app of apps of a target, whose repository holds the target's own object. */
  targets?: Pick<TargetsReader, 'find'>;
}

/** Plans promotions from what the targets' sources in Git say. */
export class GitPromotionPlanner implements PromotionPlanner {
  readonly #options: GitPromotionPlannerOptions;

  static create(options: GitPromotionPlannerOptions): GitPromotionPlanner {
    return new GitPromotionPlanner(options);
  }

  private constructor(options: GitPromotionPlannerOptions) {
    this.#options = options;
  }

  async plan(request: PlanInput): Promise<PlannedPromotion> {
    const { targets } = this.#options;
    const of = [request.from, request.to, ...(request.others ?? [])].flatMap(
      side => side.targets,
    );
    const input = releasesInGit(
      targets && !request.definedBy
        ? { ...request, definedBy: await definingTargets({ targets, of }) }
        : request,
    );
    const sides = [input.from, input.to, ...(input.others ?? [])];
    const reader = RepositoryReader.create({
      ...this.#options,
      targets: sides.reduce((sum, side) => sum + side.targets.length, 0),
    });
    let draft = draftPlan(input, reader);
    for (let round = 0; !draft && round < MAX_ROUNDS; round++) {
      await reader.readWanted();
      draft = draftPlan(input, reader);
    }
    return planOf(input, draft ?? tooDeep(input));
  }
}

function planOf(input: PlanInput, draft: PlanDraft): PlannedPromotion {
  const { repository, changes, directories } = draft;
  const written: WrittenEdits = repository
    ? writeEdits({ repository, changes })
    : { edits: [], files: [], contents: new Map(), blockers: [] };
  const { contents } = written;
  const edits = [
    ...written.edits,
    ...directories.map(({ path, source, from, to }) => ({
      file: path,
      line: 1,
      pointer: '',
      what: 'directory' as const,
      subject: source,
      from,
      to,
    })),
  ];
  const files = [...written.files, ...directories.flatMap(each => each.files)];
  const repoUrl = repository?.repoUrl ?? '';
  const baseBranch = repository?.branch ?? '';
  const plan: Omit<PromotionPlan, 'fingerprint'> = {
    entityRef: input.entityRef,
    from: input.from.environment.name,
    to: input.to.environment.name,
    repoUrl,
    baseBranch,
    baseSha: repository?.commitSha ?? '',
    targets: draft.targets
      .filter(
        target =>
          target.directories.length > 0 ||
          changes.some(change => change.target.id === target.reading.id),
      )
      .map(({ reading }) => reading.id),
    fromVersion: replacedVersion(input, draft),
    toVersion: promotedVersion(input, draft),
    edits,
    files,
    blockers: [...draft.blockers, ...written.blockers],
  };
  return {
    plan: { ...plan, fingerprint: planFingerprint(plan) },
    contents,
    ...(directories.length > 0 && {
      directories: new Map(directories.map(({ path, to }) => [path, to])),
    }),
  };
}

function promotedVersion(input: PlanInput, draft: PlanDraft): Version {
  const found = draft.targets.flatMap(({ images }) =>
    images.found.map(({ promoted }) => promoted),
  );
  // Where no image is promoted, what runs is all that there is to tell.
  const running =
    draft.running.length > 0
      ? draft.running.map(({ image }) => image)
      : input.from.targets.flatMap(({ status }) => status.version.images);
  const chart =
    chartsOf(draft, 'value')[0] ?? input.from.targets[0]?.status.version.chart;
  return {
    images: unique(found.length > 0 ? found : running),
    ...(chart && { chart }),
  };
}

function replacedVersion(input: PlanInput, draft: PlanDraft): Version {
  const found = draft.targets.flatMap(({ images }) =>
    images.found.map(({ declared }) => declared),
  );
  const running = input.to.targets.flatMap(
    ({ status }) => status.version.images,
  );
  const chart =
    chartsOf(draft, 'current')[0] ?? input.to.targets[0]?.status.version.chart;
  return {
    images: unique(found.length > 0 ? found : running),
    ...(chart && { chart }),
  };
}

function chartsOf(draft: PlanDraft, side: 'value' | 'current'): Chart[] {
  return draft.targets.flatMap(({ revisions, pins }) => [
    ...revisions.changes
      .filter(({ what }) => what === 'chart-version')
      .map(change => ({
        name: change.subject,
        version: change[side],
        repository: change.repoUrl,
      })),
    ...pins.changes
      .filter(({ part }) => part.what === 'chart-version')
      .map(({ part, subject, value }) => ({
        name: subject,
        version: side === 'value' ? value : part.scalar.text,
      })),
  ]);
}

function unique(images: readonly Image[]): Image[] {
  return [
    ...new Map(
      images.map(image => [
        [image.name, image.tag, image.digest].join(' '),
        image,
      ]),
    ).values(),
  ];
}

function tooDeep(input: PlanInput): PlanDraft {
  return {
    running: [],
    targets: [],
    changes: [],
    directories: [],
    blockers: [
      {
        code: 'too-many-files',
        message: `The sources of ${input.to.environment.title} refer to files that refer to files, more than ${MAX_ROUNDS} deep.`,
      },
    ],
  };
}
