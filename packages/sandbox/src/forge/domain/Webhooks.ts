import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { Repository, User, Webhook } from './model';

/** Who wants to be told of what. */
export class Webhooks {
  static create(webhooks: Collection<Webhook>): Webhooks {
    return new Webhooks(webhooks);
  }

  private constructor(private readonly webhooks: Collection<Webhook>) {}

  get(id: number): Webhook {
    return this.webhooks.get(id);
  }

  /** Of a repository, of an owner, or (neither given) of the whole forge. The same URL there is replaced. */
  put(options: {
    repository?: Repository;
    owner?: User;
    url: string;
    secret?: string | null;
    contentType?: Webhook['contentType'];
    events: string[];
    active?: boolean;
  }): Webhook {
    const { repository, owner, url } = options;
    const known = this.list({ repository, owner }).find(
      each => each.url === url,
    );
    return this.webhooks.put({
      id: known?.id ?? this.webhooks.newId(),
      repositoryId: repository?.id ?? null,
      ownerId: repository ? null : (owner?.id ?? null),
      url,
      secret: options.secret ?? null,
      contentType: options.contentType ?? 'json',
      events: options.events,
      active: options.active ?? true,
      createdAt: known?.createdAt ?? timestamp(),
      updatedAt: timestamp(),
    });
  }

  update(webhook: Webhook, change: Partial<Webhook>): Webhook {
    return this.webhooks.update(webhook.id, {
      ...change,
      updatedAt: timestamp(),
    });
  }

  delete(webhook: Webhook): void {
    this.webhooks.delete(webhook.id);
  }

  /** Exactly those of the repository, of the owner, or of the whole forge. */
  list(of: { repository?: Repository; owner?: User }): Webhook[] {
    const repositoryId = of.repository?.id ?? null;
    const ownerId = of.repository ? null : (of.owner?.id ?? null);
    return this.webhooks.filter(
      each => each.repositoryId === repositoryId && each.ownerId === ownerId,
    );
  }

  /** All active ones that this event of this repository concerns. */
  concerning(repository: Repository, event: string): Webhook[] {
    return this.webhooks.filter(
      hook =>
        hook.active &&
        (hook.repositoryId ?? repository.id) === repository.id &&
        (hook.ownerId ?? repository.ownerId) === repository.ownerId &&
        (hook.events.includes('*') || hook.events.includes(event)),
    );
  }
}
