import { KubeObject } from '../../contracts';
import { Application, ApplicationSource, sourcesOf } from '../Application';
import { GitRepositories } from '../source/GitRepositories';
import { renderSources, SourceType } from '../source/renderSources';
import { instanceOf, tracked } from './tracking';

/** What Git says should be in the destination. */
export interface DesiredState {
  objects: KubeObject[];
  revisions: string[];
  sourceTypes: SourceType[];
}

/** Renders what Applications want, and remembers the last rendering of each while its sources stay where they are. */
export class Desired {
  readonly #repositories: GitRepositories;
  readonly #rendered = new Map<string, { key: string; state: DesiredState }>();

  static create(options: { repositories: GitRepositories }): Desired {
    return new Desired(options.repositories);
  }

  private constructor(repositories: GitRepositories) {
    this.#repositories = repositories;
  }

  /** Throws ManifestError. Sources and revisions instead of the Application's own, where they are given. */
  async state(
    application: Application,
    instead: { sources?: ApplicationSource[]; revisions?: string[] } = {},
  ): Promise<DesiredState> {
    const { name, namespace } = application.metadata;
    const { destination } = application.spec;
    const { sources = sourcesOf(application.spec), revisions } = instead;
    const heads = await this.#heads(sources, revisions);
    const key = JSON.stringify({ sources, heads, destination });
    const id = `${namespace}/${name}`;
    const known = this.#rendered.get(id);
    if (known?.key === key && heads.every(Boolean)) return known.state;
    const state = await renderSources({
      repositories: this.#repositories,
      application: { name, namespace: destination.namespace ?? '' },
      sources,
      revisions,
    });
    const desired = {
      ...state,
      objects: state.objects.map(object =>
        tracked({
          object,
          instance: instanceOf(application),
          destination,
        }),
      ),
    };
    this.#rendered.set(id, { key, state: desired });
    return desired;
  }

  forget(id: string): void {
    this.#rendered.delete(id);
  }

  // One that can't be resolved is told of when it is rendered.
  async #heads(
    sources: ApplicationSource[],
    revisions: string[] | undefined,
  ): Promise<string[]> {
    return Promise.all(
      sources.map(async ({ repoURL, targetRevision, chart }, index) => {
        if (chart) return '';
        const head = this.#repositories.tree({
          repoUrl: repoURL,
          targetRevision: revisions?.[index] || targetRevision,
        });
        return head.then(
          ({ sha }) => sha,
          () => '',
        );
      }),
    );
  }
}
