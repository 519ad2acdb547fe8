import { Collection } from './Collection';
import { Protection, Repository } from './model';
import { ValidationError } from './problems';

/** Which branches are protected, and how. */
export class Protections {
  static create(protections: Collection<Protection>): Protections {
    return new Protections(protections);
  }

  private constructor(private readonly protections: Collection<Protection>) {}

  get(id: number): Protection {
    return this.protections.get(id);
  }

  find(repository: Repository, branch: string): Protection | undefined {
    return this.protections.find(
      each => each.repositoryId === repository.id && each.branch === branch,
    );
  }

  list(repository: Repository): Protection[] {
    return this.protections.filter(each => each.repositoryId === repository.id);
  }

  /** Replaces what protected the branch before. */
  put(
    options: { repository: Repository; branch: string } & Partial<
      Omit<Protection, 'id' | 'repositoryId' | 'branch'>
    >,
  ): Protection {
    const { repository, branch, ...rules } = options;
    return this.protections.put({
      enforceAdmins: false,
      reviews: null,
      checks: null,
      linearHistory: false,
      mergeQueue: false,
      allowForcePushes: false,
      allowDeletions: false,
      blockCreations: false,
      conversationResolution: false,
      signatures: false,
      ...rules,
      id: this.find(repository, branch)?.id ?? this.protections.newId(),
      repositoryId: repository.id,
      branch,
    });
  }

  /** Throws {@link ValidationError} when a branch is changed by pull requests only. */
  refuseDirectPush(repository: Repository, branch: string): void {
    const protection = this.find(repository, branch);
    if (!protection?.reviews && !protection?.checks) return;
    const reasons = [
      ...(protection.reviews
        ? ['Changes must be made through a pull request.']
        : []),
      ...(protection.checks?.contexts ?? []).map(
        context => `Required status check "${context}" is expected.`,
      ),
    ];
    throw new ValidationError([], reasons.join(' '));
  }

  delete(protection: Protection): void {
    this.protections.delete(protection.id);
  }
}
