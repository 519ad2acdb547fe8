import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ContainerLog,
  gitopsLogsPermission,
  ResourceTree,
} from '@fairlead/backstage-plugin-gitops-common';
import { factsOf } from '../findings/Examiner';
import { findProblems } from '../findings/findProblems';
import { rankFindings } from '../findings/rankFindings';
import { LogReader, LogRequest } from '../resources/LogReader';
import { TreeReader } from '../resources/TreeReader';
import { TargetAccess } from './TargetAccess';

/** What a person wants to see of a target's resources, read from its cluster while they wait. */
export class TargetResources {
  readonly #options: TargetResourcesOptions;

  static create(options: TargetResourcesOptions): TargetResources {
    return new TargetResources(options);
  }

  private constructor(options: TargetResourcesOptions) {
    this.#options = options;
  }

  /** Throws NotFoundError when the target is not there for these credentials. What can't be read is said in the tree. */
  async tree(options: {
    targetId: string;
    credentials: BackstageCredentials;
    signal: AbortSignal;
  }): Promise<ResourceTree> {
    const target = await this.#options.access.readable(options);
    const live = await this.#options.tree.read(target, options);
    const { nodes, events, problems, truncated, readAt } = live;
    return {
      nodes,
      events,
      findings: rankFindings(
        findProblems({
          ...factsOf(target, this.#options),
          live,
          now: new Date(),
        }),
      ),
      problems,
      truncated,
      readAt,
    };
  }

  /** Throws NotFoundError when the target has no such container, NotAllowedError without the permission on its logs. */
  async log(
    options: {
      targetId: string;
      credentials: BackstageCredentials;
      signal: AbortSignal;
    } & LogRequest,
  ): Promise<ContainerLog> {
    const target = await this.#options.access.permitted({
      ...options,
      permission: gitopsLogsPermission,
      to: 'read its logs',
    });
    return this.#options.logs.read({ ...options, target });
  }
}

/** What it reads with. */
export interface TargetResourcesOptions {
  access: TargetAccess;
  engines: ReadonlyArray<{ id: string; title: string }>;
  logs: LogReader;
  tree: TreeReader;
}
