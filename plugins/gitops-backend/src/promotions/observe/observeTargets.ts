import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { StoredTarget } from '../../targets/StoredTarget';
import { Observation, RevisionSighting, TargetSighting } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { forgeProblem } from './forgeProblem';
import { noForge } from './observePullRequests';
import { RevisionReader } from './RevisionReader';

/**
 * The targets of one promotion, and what the forge says of the revisions that they are at. What is known of a
 * revision is remembered, so that each costs at most one round of questions, however many targets are at it.
 */
export async function observeTargets(options: {
  forges: Forges;
  promotion: TrackedPromotion;
  /** Those that the store has. */
  targets: readonly StoredTarget[];
}): Promise<Pick<Observation, 'targets' | 'revisions'>> {
  const { forges, promotion, targets } = options;
  const { plan, pullRequest, tracking } = promotion;
  const forge = forges.forRepository(plan.repoUrl);
  const reader = forge && RevisionReader.create({ forge, plan });
  const mergeSha = pullRequest?.mergeSha;
  const asked = new Map<string, Promise<RevisionSighting>>();

  const ask = async (revision: string): Promise<RevisionSighting> => {
    if (!reader) return { kind: 'problem', problem: noForge(plan.repoUrl) };
    if (!mergeSha || !revision) {
      return {
        kind: 'answer',
        answer: { containsMerge: false, value: 'unclear' },
      };
    }
    try {
      const answer = await reader.answer({ mergeSha, revision });
      return { kind: 'answer', answer };
    } catch (error) {
      return { kind: 'problem', problem: forgeProblem(error) };
    }
  };
  const sightingOf = (revision: string): Promise<RevisionSighting> => {
    const known = tracking.revisions[revision];
    if (known) return Promise.resolve({ kind: 'answer', answer: known });
    const sighting = asked.get(revision) ?? ask(revision);
    asked.set(revision, sighting);
    return sighting;
  };
  const notFollowed = async (): Promise<RevisionSighting> => {
    if (!reader) return { kind: 'problem', problem: noForge(plan.repoUrl) };
    try {
      const { value, detail } = await reader.valueAt(plan.baseBranch);
      return { kind: 'not-followed', value, ...(detail && { detail }) };
    } catch (error) {
      return { kind: 'problem', problem: forgeProblem(error) };
    }
  };

  let unfollowed: Promise<RevisionSighting> | undefined;
  const sightings = await Promise.all(
    plan.targets.map(async (targetId): Promise<TargetSighting> => {
      const target = targets.find(({ id }) => id === targetId);
      if (!target || target.unreachable) {
        return { targetId, ...(target && { target }), revisions: [] };
      }
      const followed = followedRevisions(target.status, { forges, plan });
      if (followed.length === 0) {
        unfollowed ??= notFollowed();
        const sighting = await unfollowed;
        return { targetId, target, revisions: [{ revision: '', sighting }] };
      }
      const revisions = await Promise.all(
        followed.map(async revision => ({
          revision,
          sighting: await sightingOf(revision),
        })),
      );
      return { targetId, target, revisions };
    }),
  );
  return { targets: sightings, revisions: answersOf(sightings) };
}

/** Revisions of the sources that follow the branch that was merged into, each once. */
function followedRevisions(
  status: TargetStatus,
  options: { forges: Forges; plan: TrackedPromotion['plan'] },
): string[] {
  const { forges, plan } = options;
  const branch = [undefined, '', 'HEAD', plan.baseBranch];
  const repository = forges.normalize(plan.repoUrl);
  const revisions = status.sources.flatMap((source, index) =>
    !source.chart &&
    forges.normalize(source.repoUrl) === repository &&
    branch.includes(source.targetRevision?.replace(/^refs\/heads\//, ''))
      ? [status.revisions.desired[index] ?? '']
      : [],
  );
  return [...new Set(revisions)];
}

// Only those that a target is at now: the list does not grow with the branch.
function answersOf(sightings: TargetSighting[]): Observation['revisions'] {
  return Object.fromEntries(
    sightings
      .flatMap(({ revisions }) => revisions)
      .flatMap(({ revision, sighting }) =>
        revision && sighting.kind === 'answer'
          ? [[revision, sighting.answer] as const]
          : [],
      )
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}
