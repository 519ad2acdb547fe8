import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { RevisionAnswer } from '../TrackedPromotion';
import { RevisionContent, valueInGit } from './valueInGit';

/** Asks a forge what revisions hold of one promotion. */
export class RevisionReader {
  readonly #forge: Forge;
  readonly #plan: PromotionPlan;
  readonly #files: string[];
  readonly #directories: string[];
  #base: Promise<ReadonlyMap<string, string>> | undefined;

  static create(options: { forge: Forge; plan: PromotionPlan }) {
    return new RevisionReader(options.forge, options.plan);
  }

  private constructor(forge: Forge, plan: PromotionPlan) {
    this.#forge = forge;
    this.#plan = plan;
    const paths = (isDirectory: boolean) => [
      ...new Set(
        plan.edits
          .filter(({ what }) => (what === 'directory') === isDirectory)
          .map(({ file }) => file),
      ),
    ];
    this.#files = paths(false);
    this.#directories = paths(true);
  }

  /** Rejects with the forge's error. */
  async answer(options: {
    mergeSha: string;
    revision: string;
  }): Promise<RevisionAnswer> {
    const { mergeSha, revision } = options;
    const containsMerge =
      revision === mergeSha ||
      (revision !== this.#plan.baseSha &&
        (await this.#forge.isAncestor({
          repoUrl: this.#plan.repoUrl,
          ancestor: mergeSha,
          descendant: revision,
        })));
    return containsMerge
      ? { containsMerge, ...(await this.valueAt(revision)) }
      : { containsMerge, value: 'unclear' };
  }

  /** Whether the promoted values are in Git at a ref. Rejects with the forge's error. */
  async valueAt(ref: string) {
    this.#base ??= this.#readFiles(this.#plan.baseSha);
    const [base, files, directories] = await Promise.all([
      this.#base,
      this.#readFiles(ref),
      this.#readDirectories(ref),
    ]);
    const there: RevisionContent = { files, directories };
    return valueInGit({ plan: this.#plan, base, there });
  }

  async #readFiles(ref: string): Promise<ReadonlyMap<string, string>> {
    if (this.#files.length === 0) return new Map();
    const { files } = await this.#forge.readTree({
      repoUrl: this.#plan.repoUrl,
      ref,
      files: this.#files,
      directories: [],
    });
    return new Map(files.map(({ path, content }) => [path, content]));
  }

  async #readDirectories(ref: string): Promise<ReadonlyMap<string, string>> {
    if (this.#directories.length === 0) return new Map();
    return this.#forge.readDirectoryIds({
      repoUrl: this.#plan.repoUrl,
      ref,
      directories: this.#directories,
    });
  }
}
