import { NotFoundError } from '@backstage/errors';
import { Collection } from './Collection';
import { Label, Repository } from './model';
import { ValidationError } from './problems';

/** The labels of each repository. */
export class Labels {
  static create(labels: Collection<Label>): Labels {
    return new Labels(labels);
  }

  private constructor(private readonly labels: Collection<Label>) {}

  get(id: number): Label {
    return this.labels.get(id);
  }

  find(repository: Repository, name: string): Label | undefined {
    return this.labels.find(
      label =>
        label.repositoryId === repository.id &&
        label.name.toLowerCase() === name.toLowerCase(),
    );
  }

  list(repository: Repository): Label[] {
    return this.labels
      .filter(label => label.repositoryId === repository.id)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Throws {@link ValidationError} when there is one of that name. */
  create(options: {
    repository: Repository;
    name: string;
    color?: string;
    description?: string | null;
  }): Label {
    const { repository, name, color, description } = options;
    if (this.find(repository, name)) {
      throw new ValidationError([
        { resource: 'Label', code: 'already_exists', field: 'name' },
      ]);
    }
    return this.labels.put({
      id: this.labels.newId(),
      repositoryId: repository.id,
      name,
      color: color?.replace(/^#/, '') || 'ededed',
      description: description ?? null,
    });
  }

  /** The label of that name, which is created when there is none. */
  ensure(repository: Repository, name: string): Label {
    return this.find(repository, name) ?? this.create({ repository, name });
  }

  update(
    label: Label,
    change: Partial<Pick<Label, 'name' | 'color' | 'description'>>,
  ): Label {
    return this.labels.update(label.id, change);
  }

  delete(label: Label): void {
    this.labels.delete(label.id);
  }

  /** Throws NotFoundError. */
  byName(repository: Repository, name: string): Label {
    const label = this.find(repository, name);
    if (!label) throw new NotFoundError('Not Found');
    return label;
  }
}
