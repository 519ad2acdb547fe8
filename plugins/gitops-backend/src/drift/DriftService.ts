import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  DriftAdopted,
  DriftAdoption,
  DriftDetail,
  gitopsAdoptPermission,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { writeEdits } from '../promotions/plan/writeEdits';
import { TargetAccess } from '../services/TargetAccess';
import { StoredTarget } from '../targets/StoredTarget';
import { adoptionBranch } from './adoptionBranch';
import { adoptionText } from './adoptionText';
import { keepsNoAccount, resourceKey } from './candidatesOf';
import { DriftedField, DriftedResource } from './Drifted';
import { DriftReader } from './DriftReader';
import { FileUsers, UsersOf } from './FileUsers';
import { DriftSinceStore } from './since/DriftSinceStore';

const mostAttempts = 20;

/** What differs between Git and a cluster, and pull requests that make Git say what is there. */
export class DriftService {
  readonly #options: DriftServiceOptions;

  static create(options: DriftServiceOptions): DriftService {
    return new DriftService(options);
  }

  private constructor(options: DriftServiceOptions) {
    this.#options = options;
  }

  /** Throws NotFoundError when the target is not there for these credentials. What can't be read is said in notes. */
  async detail(options: {
    targetId: string;
    credentials: BackstageCredentials;
    signal: AbortSignal;
  }): Promise<DriftDetail> {
    const { access, reader, since } = this.#options;
    const target = await access.readable(options);
    const { resources, outlook, changedAt } = await reader.read(
      target,
      options,
    );
    const checked = await this.#refuseShared(target, resources);
    const [began] = [...(await since.of([target.id])).values()];
    // Where the engine keeps no account of drift, the cluster knows when it was changed.
    const from =
      began ?? (keepsNoAccount(target.status) ? changedAt : undefined);
    return {
      resources: checked.map(({ fields, ...resource }) => ({
        ...resource,
        fields: fields.map(({ shown }) => shown),
      })),
      ...(from && resources.length > 0 && { since: from }),
      outlook,
      readAt: new Date().toISOString(),
    };
  }

  /**
   * Opens one pull request, or returns the one that is open for the same change. Throws NotFoundError when the
   * target is not there for these credentials, NotAllowedError when they may not do this, and ConflictError when a
   * field differs no more or can't be written into Git, saying why.
   */
  async adopt(options: {
    targetId: string;
    adoption: DriftAdoption;
    user: string;
    credentials: BackstageCredentials;
    signal: AbortSignal;
  }): Promise<DriftAdopted> {
    const { access, reader } = this.#options;
    const { adoption, signal } = options;
    const target = await access.permitted({
      ...options,
      permission: gitopsAdoptPermission,
      to: 'write its live values into Git',
    });
    const { resources } = await reader.read(target, {
      signal,
      only: adoption.resource,
    });
    const [resource] = await this.#refuseShared(
      target,
      resources.filter(
        each => resourceKey(each) === resourceKey(adoption.resource),
      ),
    );
    const { kind, name } = adoption.resource;
    if (!resource) {
      throw new NotFoundError(
        `${kind} ${name} of ${target.status.object.name} does not differ from Git, or is not part of it`,
      );
    }
    const edits = adoption.paths.map(path => editAt(resource, path));
    const { url, number } = await this.#open({ ...options, target, edits });
    return { url, number };
  }

  /** A file that other targets are made from too is not for those who may change this one. */
  async #refuseShared(
    target: StoredTarget,
    resources: readonly DriftedResource[],
  ): Promise<DriftedResource[]> {
    const manifests = new Map(
      resources
        .flatMap(({ fields }) =>
          fields.flatMap(({ edit }) => edit?.manifest ?? []),
        )
        .map(manifest => [manifest.repository, manifest]),
    );
    const users = new Map(
      await Promise.all(
        [...manifests].map(
          async ([repository, manifest]) =>
            [
              repository,
              await this.#options.fileUsers.around({ target, ...manifest }),
            ] as const,
        ),
      ),
    );
    return resources.map(resource => ({
      ...resource,
      fields: resource.fields.map(field => {
        const usersOf = field.edit && users.get(field.edit.manifest.repository);
        return usersOf ? withoutShared(field, usersOf) : field;
      }),
    }));
  }

  async #open(options: {
    target: StoredTarget;
    adoption: DriftAdoption;
    edits: ReadonlyArray<NonNullable<DriftedField['edit']>>;
    user: string;
  }): Promise<PullRequest> {
    const { forges, branchPrefix, labels } = this.#options;
    const { adoption, edits } = options;
    const [{ manifest }] = edits;
    const { repository } = manifest;
    const { repoUrl, branch, commitSha } = repository;
    const forge = forges.forRepository(repoUrl);
    const written = writeEdits({
      repository,
      changes: edits.flatMap(({ changes }) => changes),
    });
    const [blocker] = written.blockers;
    if (blocker || !forge || !branch || !commitSha) {
      throw new ConflictError(
        blocker?.message ??
          `${repoUrl} at ${repository.ref} can't be changed by this portal`,
      );
    }
    const { title, body } = adoptionText({
      ...options,
      edits: written.edits,
      diffs: written.files.map(({ diff }) => diff),
    });
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const pullRequest = await forge.openPullRequest({
        repoUrl,
        baseBranch: branch,
        baseSha: commitSha,
        headBranch: adoptionBranch({
          prefix: branchPrefix,
          name: adoption.resource.name,
          baseBranch: branch,
          contents: written.contents,
          attempt,
        }),
        commitMessage: title,
        files: written.contents,
        title,
        body,
        labels,
        reviewers: [],
      });
      if (pullRequest.state === 'open') return pullRequest;
    }
    throw new ConflictError(
      `This change was asked for ${mostAttempts} times already, and each time its pull request was closed`,
    );
  }
}

function withoutShared(field: DriftedField, usersOf: UsersOf): DriftedField {
  for (const { part } of field.edit?.changes ?? []) {
    const { path } = part.scalar.file;
    const [other, ...more] = usersOf(path);
    if (other) {
      const all = more.length > 0 ? ` and ${more.length} more` : '';
      const why = `It is written in ${path}, which ${other}${all} is made from too and would change with it.`;
      return { shown: { ...field.shown, adoptable: { allowed: false, why } } };
    }
  }
  return field;
}

function editAt(
  { fields, kind, name }: DriftedResource,
  path: string,
): NonNullable<DriftedField['edit']> {
  const field = fields.find(({ shown }) => shown.path === path);
  if (!field) {
    throw new ConflictError(
      `${path} of ${kind} ${name} does not differ from Git any more`,
    );
  }
  if (!field.edit) {
    const { why = 'it is not known how' } = field.shown.adoptable;
    throw new ConflictError(
      `${path} of ${kind} ${name} can't be written into Git: ${why}`,
    );
  }
  return field.edit;
}

/** What it works with. */
export interface DriftServiceOptions {
  access: TargetAccess;
  /** Of the branches of pull requests, without a slash at its end. */
  branchPrefix: string;
  forges: Forges;
  /** Of pull requests. */
  labels: string[];
  reader: DriftReader;
  fileUsers: FileUsers;
  since: DriftSinceStore;
}
