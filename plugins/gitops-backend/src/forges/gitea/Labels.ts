import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { GiteaPullRequest } from './pullRequestFields';

const PAGE = 50;
const COLOR = '#1f6feb';

interface LabelOptions {
  logger: LoggerService;
  repository: GiteaRepository;
}

const labelSchema = z.object({ id: z.number(), name: z.string() });

/** Gitea wants labels by number: those of each repository and its organization are asked for once. */
export class Labels {
  static create(api: GiteaApi): Labels {
    return new Labels(api);
  }

  readonly #known = new Map<string, Map<string, number>>();

  private constructor(private readonly api: GiteaApi) {}

  /** Those that do not exist are made. Labels are not worth failing a promotion for, so that is only logged. */
  async ids(options: LabelOptions & { names: string[] }): Promise<number[]> {
    const { logger, repository, names } = options;
    if (names.length === 0) return [];
    try {
      const known = await this.#read(repository);
      const ids: number[] = [];
      for (const name of names) {
        const id = known.get(name) ?? (await this.#make(repository, name));
        known.set(name, id);
        ids.push(id);
      }
      return ids;
    } catch (error) {
      logger.warn(
        `Labels ${names.join(', ')} could not be found: ${stringifyError(error)}`,
      );
      return [];
    }
  }

  /** Adds those that a pull request lacks: no request as a rule. */
  async add(
    options: LabelOptions & {
      request: { labels: string[] };
      pullRequest: GiteaPullRequest;
    },
  ): Promise<void> {
    const { logger, repository, request, pullRequest } = options;
    const there = pullRequest.labels?.map(({ name }) => name) ?? [];
    const names = request.labels.filter(name => !there.includes(name));
    if (names.length === 0) return;
    // What is known may be deleted since.
    this.#known.delete(keyOf(repository));
    const labels = await this.ids({ ...options, names });
    if (labels.length === 0) return;
    try {
      await this.api.request({
        repository,
        action: `label pull request ${pullRequest.number}`,
        method: 'POST',
        path: ['issues', String(pullRequest.number), 'labels'],
        body: { labels },
        schema: z.unknown(),
      });
    } catch (error) {
      logger.warn(stringifyError(error));
    }
  }

  async #read(repository: GiteaRepository): Promise<Map<string, number>> {
    const known = this.#known.get(keyOf(repository));
    if (known) return known;
    const { owner } = repository;
    const labels = [
      ...(await this.#pages(repository, {
        path: ['orgs', owner, 'labels'],
        of: 'server',
      }).catch(error => {
        // The owner is a person.
        if (error instanceof NotFoundError) return [];
        throw error;
      })),
      ...(await this.#pages(repository, { path: ['labels'] })),
    ];
    const read = new Map(labels.map(({ id, name }) => [name, id]));
    this.#known.set(keyOf(repository), read);
    return read;
  }

  async #pages(
    repository: GiteaRepository,
    where: { path: string[]; of?: 'server' },
  ) {
    const all: Array<z.infer<typeof labelSchema>> = [];
    for (let page = 1; ; page++) {
      const found = await this.api.request({
        repository,
        action: 'read the labels',
        ...where,
        query: { limit: PAGE, page },
        schema: z.array(labelSchema),
      });
      all.push(...found);
      if (found.length < PAGE) return all;
    }
  }

  async #make(repository: GiteaRepository, name: string): Promise<number> {
    const { id } = await this.api.request({
      repository,
      action: `create label ${name}`,
      method: 'POST',
      path: ['labels'],
      body: { name, color: COLOR },
      schema: labelSchema,
    });
    return id;
  }
}

function keyOf({ owner, name }: GiteaRepository): string {
  return `${owner}/${name}`.toLowerCase();
}
