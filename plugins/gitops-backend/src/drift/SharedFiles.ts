import { Forges } from '../forges/Forges';
import { directoryOf } from '../promotions/plan/TargetReading';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';

/** Tells which other targets are made from the files that one is made from. */
export class SharedFiles {
  readonly #options: SharedFilesOptions;

  static create(options: SharedFilesOptions): SharedFiles {
    return new SharedFiles(options);
  }

  private constructor(options: SharedFilesOptions) {
    this.#options = options;
  }

  /** Names of the other targets whose directory holds the file. */
  async othersAt(options: {
    target: StoredTarget;
    repoUrl: string;
    path: string;
  }): Promise<string[]> {
    const { targets, forges } = this.#options;
    const { target, repoUrl, path } = options;
    const all = await targets.all();
    return all
      .filter(
        ({ id, status }) =>
          id !== target.id &&
          status.sources.some(source => {
            const directory = source.chart ? undefined : directoryOf(source);
            return (
              directory !== undefined &&
              (directory === '.' || path.startsWith(`${directory}/`)) &&
              forges.normalize(source.repoUrl) === repoUrl
            );
          }),
      )
      .map(({ status }) => status.object.name);
  }
}

/** What it looks things up in. */
export interface SharedFilesOptions {
  forges: Pick<Forges, 'normalize'>;
  targets: Pick<TargetsReader, 'all'>;
}
