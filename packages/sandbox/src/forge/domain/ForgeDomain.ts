import { join } from 'path';
import { z } from 'zod';
import { Access } from './Access';
import { catchUp } from './catchUp';
import { Checks } from './Checks';
import { Collection } from './Collection';
import { Comments } from './Comments';
import { followMoves } from './followMoves';
import { ForgeEvents } from './ForgeEvents';
import { ForgeUrls } from './ForgeUrls';
import { Journal } from './Journal';
import { Labels } from './Labels';
import { Mergeability } from './Mergeability';
import { MergeQueue } from './MergeQueue';
import { Merging } from './Merging';
import * as model from './model';
import { Nodes } from './Nodes';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';
import { Repositories } from './Repositories';
import { Reviews } from './Reviews';
import { Scheduling } from './Scheduling';
import { Triage } from './Triage';
import { Users } from './Users';
import { Webhooks } from './Webhooks';

/** Everything that the forge knows and can do. REST, GraphQL, the pages and the seed all work on this. */
export interface ForgeDomain {
  readonly urls: ForgeUrls;
  readonly events: ForgeEvents;
  readonly access: Access;
  readonly users: Users;
  readonly repositories: Repositories;
  readonly pullRequests: PullRequests;
  /** Labels, assignees and requested reviewers of pull requests. */
  readonly triage: Triage;
  readonly reviews: Reviews;
  readonly comments: Comments;
  readonly labels: Labels;
  readonly checks: Checks;
  readonly protections: Protections;
  readonly mergeability: Mergeability;
  readonly merging: Merging;
  /** Auto-merge and merge queues. */
  readonly scheduling: Scheduling;
  readonly webhooks: Webhooks;
  /** From global node ids to objects. */
  readonly nodes: Nodes;
  close(): Promise<void>;
}

/** Opens what is stored in a directory, or begins anew there. */
export async function openForgeDomain(options: {
  dataDir: string;
  baseUrl: string;
  onError: (error: unknown) => void;
}): Promise<ForgeDomain> {
  const { dataDir, baseUrl, onError } = options;
  const journal = Journal.open(join(dataDir, 'forge.jsonl'));
  const open = <T extends { id: number }>(kind: string, schema: z.ZodType<T>) =>
    Collection.open({ journal, kind, schema });

  const events = ForgeEvents.create({ onError });
  const users = Users.create({
    users: open('user', model.userSchema),
    teams: open('team', model.teamSchema),
  });
  const urls = ForgeUrls.create({ baseUrl, users });
  const access = Access.create({ users });
  const repositories = Repositories.create({
    directory: join(dataDir, 'repositories'),
    repositories: open('repository', model.repositorySchema),
    users,
    events,
  });
  const pullRequests = PullRequests.create({
    pullRequests: open('pullRequest', model.pullRequestSchema),
    repositories,
    events,
  });
  const labels = Labels.create(open('label', model.labelSchema));
  const triage = Triage.create({ pullRequests, labels });
  const protections = Protections.create(
    open('protection', model.protectionSchema),
  );
  const reviews = Reviews.create({
    reviews: open('review', model.reviewSchema),
    pullRequests,
    protections,
    events,
  });
  const comments = Comments.create({
    comments: open('comment', model.commentSchema),
    pullRequests,
    events,
  });
  const checks = Checks.create({
    statuses: open('status', model.commitStatusSchema),
    checkRuns: open('checkRun', model.checkRunSchema),
    repositories,
    events,
  });
  const mergeability = Mergeability.create({
    repositories,
    protections,
    reviews,
    checks,
  });
  const merging = Merging.create({
    pullRequests,
    repositories,
    mergeability,
    users,
  });
  const queue = MergeQueue.create({
    pullRequests,
    repositories,
    protections,
    mergeability,
    merging,
    checks,
    users,
  });
  const scheduling = Scheduling.create({
    pullRequests,
    repositories,
    protections,
    mergeability,
    merging,
    queue,
    users,
    events,
    onError,
  });
  const webhooks = Webhooks.create(open('webhook', model.webhookSchema));
  const nodes = Nodes.create({
    users,
    repositories,
    pullRequests,
    reviews,
    comments,
    labels,
    checks,
    protections,
  });
  const follow = followMoves({
    repositories,
    pullRequests,
    protections,
    reviews,
    merging,
  });
  repositories.onMove(follow);
  await catchUp({ repositories, pullRequests, follow });
  return {
    urls,
    events,
    access,
    users,
    repositories,
    pullRequests,
    triage,
    reviews,
    comments,
    labels,
    checks,
    protections,
    mergeability,
    merging,
    scheduling,
    webhooks,
    nodes,
    close: async () => {
      await scheduling.settled();
      await repositories.close();
    },
  };
}
