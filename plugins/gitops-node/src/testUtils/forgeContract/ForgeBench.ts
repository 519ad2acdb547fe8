import { ForgeTree, OpenPullRequestOptions } from '../../forges/Forge';
import { ForgeContractSubject } from './ForgeContractSubject';

/** Kustomization that the promotions of the suite change. */
export const prod = 'apps/shop/prod/kustomization.yaml';

/** What all parts of the suite work on: the forge of the test that runs, and a service in its repository. */
export class ForgeBench {
  #current: { subject: ForgeContractSubject; baseSha: string } | undefined;

  /** The forge of this test. */
  get subject(): ForgeContractSubject {
    return this.#now.subject;
  }

  /** Head of `main` at the start. */
  get baseSha(): string {
    return this.#now.baseSha;
  }

  async begin(subject: ForgeContractSubject): Promise<void> {
    const baseSha = await subject.commit({
      branch: 'main',
      files: {
        'apps/shop/base/kustomization.yaml': 'resources: []\n',
        [prod]: 'newTag: "1.0.0"\r\n# ünï\n',
        'apps/shop/prod/a/b/c/d/deep.yaml': 'deep: true\n',
        'apps/shopping/values.yaml': 'other: 1\n',
      },
      message: 'Add shop\n\nWith a body.',
    });
    this.#current = { subject, baseSha };
  }

  /** A promotion on what is there at the start. */
  pullRequest(
    change: Partial<OpenPullRequestOptions> = {},
  ): OpenPullRequestOptions {
    return {
      repoUrl: this.subject.repoUrl,
      baseBranch: 'main',
      baseSha: this.baseSha,
      headBranch: 'fairlead/promotion-1',
      commitMessage: 'Promote shop to prod',
      files: new Map([
        [prod, 'newTag: "1.1.0"\r\n# ünï\n'],
        ['apps/shop/prod/new.yaml', 'new: true\n'],
      ]),
      title: 'Promote shop 1.1.0 to prod',
      body: 'Why: **because**',
      labels: ['fairlead'],
      reviewers: [],
      ...change,
    };
  }

  async read(ref: string, files: string[]): Promise<ForgeTree> {
    const { forge, repoUrl } = this.subject;
    return forge.readTree({ repoUrl, ref, files, directories: [] });
  }

  /** A pull request as the forge tells of it now. */
  async see(number: number) {
    const { repoUrl, forge } = this.subject;
    const [seen] = await forge.readPullRequests([{ repoUrl, number }]);
    return seen;
  }

  get #now() {
    if (!this.#current) throw new Error('the test has not begun');
    return this.#current;
  }
}
