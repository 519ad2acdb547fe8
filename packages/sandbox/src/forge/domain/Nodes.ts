import { NotFoundError } from '@backstage/errors';
import { Checks } from './Checks';
import { Comments } from './Comments';
import { Labels } from './Labels';
import {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  Protection,
  PullRequest,
  Repository,
  Review,
  Team,
  User,
} from './model';
import { gitNodeKey, nodeId, parseNodeId } from './nodeIds';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';
import { Repositories } from './Repositories';
import { Reviews } from './Reviews';
import { Users } from './Users';

/** An object with a global id. */
export type Node =
  | { kind: 'User' | 'Organization' | 'Bot'; value: User }
  | { kind: 'Team'; value: Team }
  | { kind: 'Repository'; value: Repository }
  | { kind: 'PullRequest'; value: PullRequest }
  | { kind: 'Review'; value: Review }
  | { kind: 'Comment'; value: Comment }
  | { kind: 'Label'; value: Label }
  | { kind: 'CommitStatus'; value: CommitStatus }
  | { kind: 'CheckRun'; value: CheckRun }
  | { kind: 'Protection'; value: Protection }
  /** A Git object by its SHA. */
  | {
      kind: 'Commit' | 'Tree' | 'Blob' | 'Tag';
      value: { repository: Repository; sha: string };
    }
  /** By its full name. */
  | { kind: 'Ref'; value: { repository: Repository; ref: string } };

/** Global ids of objects, and the objects of global ids. */
export class Nodes {
  static create(services: {
    users: Users;
    repositories: Repositories;
    pullRequests: PullRequests;
    reviews: Reviews;
    comments: Comments;
    labels: Labels;
    checks: Checks;
    protections: Protections;
  }): Nodes {
    return new Nodes(services);
  }

  private constructor(
    private readonly services: Parameters<typeof Nodes.create>[0],
  ) {}

  idOf(node: Node): string {
    switch (node.kind) {
      case 'Commit':
      case 'Tree':
      case 'Blob':
      case 'Tag': {
        const { repository, sha } = node.value;
        const key = gitNodeKey({ repositoryId: repository.id, name: sha });
        return nodeId(node.kind, key);
      }
      case 'Ref': {
        const { repository, ref } = node.value;
        const key = gitNodeKey({ repositoryId: repository.id, name: ref });
        return nodeId(node.kind, key);
      }
      default:
        return nodeId(node.kind, node.value.id);
    }
  }

  /** Undefined when there is none, or none any more. Git objects are not looked up. */
  find(id: string): Node | undefined {
    try {
      return this.#get(id);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  #get(text: string): Node | undefined {
    const parsed = parseNodeId(text);
    if (!parsed) return undefined;
    const { kind, key } = parsed;
    const id = Number(key);
    const services = this.services;
    switch (kind) {
      case 'User':
      case 'Organization':
      case 'Bot': {
        const value = services.users.get(id);
        return value.type === kind ? { kind, value } : undefined;
      }
      case 'Team':
        return { kind, value: services.users.team(id) };
      case 'Repository':
        return { kind, value: services.repositories.get(id) };
      case 'PullRequest':
        return { kind, value: services.pullRequests.get(id) };
      case 'Review':
        return { kind, value: services.reviews.get(id) };
      case 'Comment':
        return { kind, value: services.comments.get(id) };
      case 'Label':
        return { kind, value: services.labels.get(id) };
      case 'CommitStatus':
        return { kind, value: services.checks.status(id) };
      case 'CheckRun':
        return { kind, value: services.checks.checkRun(id) };
      case 'Protection':
        return { kind, value: services.protections.get(id) };
      case 'Commit':
      case 'Tree':
      case 'Blob':
      case 'Tag': {
        const { repository, name } = this.#inRepository(key);
        return { kind, value: { repository, sha: name } };
      }
      case 'Ref': {
        const { repository, name } = this.#inRepository(key);
        return { kind, value: { repository, ref: name } };
      }
      default:
        return undefined;
    }
  }

  #inRepository(key: string): { repository: Repository; name: string } {
    const colon = key.indexOf(':');
    return {
      repository: this.services.repositories.get(Number(key.slice(0, colon))),
      name: key.slice(colon + 1),
    };
  }
}
