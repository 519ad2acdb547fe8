import { ForgeContent, KubeObject } from '../../contracts';
import { Application, sourcesOf } from '../Application';
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

  static create(options: { forge: ForgeContent }): Desired {
    return new Desired(options.forge);
  }

  private constructor(forge: ForgeContent) {
    this.#repositories = GitRepositories.create({ forge });
  }

  /** Throws ManifestError. `revisions` instead of the sources' own target revisions. */
  async state(
    application: Application,
    revisions?: string[],
  ): Promise<DesiredState> {
    const { name, namespace } = application.metadata;
    const { destination } = application.spec;
    const sources = sourcesOf(application.spec);
    const heads = await Promise.all(
      sources.map(async ({ repoURL, targetRevision, chart }, index) =>
        chart
          ? ''
          : this.#repositories
              .tree({
                repoUrl: repoURL,
                targetRevision: revisions?.[index] || targetRevision,
              })
              .then(
                ({ sha }) => sha,
                () => '',
              ),
      ),
    );
    const key = JSON.stringify({ sources, heads, destination });
    const id = `${namespace}/${name}`;
    const known = this.#rendered.get(id);
    if (known?.key === key && heads.every(Boolean)) return known.state;
    const state = await renderSources({
      repositories: this.#repositories,
      application: { name, namespace },
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
}
