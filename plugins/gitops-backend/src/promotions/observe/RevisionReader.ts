import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { RevisionAnswer } from '../TrackedPromotion';
import { valueInGit } from './valueInGit';

/** Asks a forge what revisions hold of one promotion. */
export class RevisionReader {
  readonly #forge: Forge;
  readonly #plan: PromotionPlan;
  #base: Promise<Map<string, string>> | undefined;

  static create(options: { forge: Forge; plan: PromotionPlan }) {
    return new RevisionReader(options.forge, options.plan);
  }

  private constructor(forge: Forge, plan: PromotionPlan) {
    this.#forge = forge;
    this.#plan = plan;
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
    this.#base ??= this.#read(this.#plan.baseSha);
    const [base, files] = await Promise.all([this.#base, this.#read(ref)]);
    return valueInGit({ plan: this.#plan, base, files });
  }

  async #read(ref: string): Promise<Map<string, string>> {
    const { files } = await this.#forge.readTree({
      repoUrl: this.#plan.repoUrl,
      ref,
      files: this.#plan.files.map(({ path }) => path),
      directories: [],
    });
    return new Map(files.map(({ path, content }) => [path, content]));
  }
}
