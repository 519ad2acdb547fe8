import { z } from 'zod';
import { RepositoryRef } from '../contracts';
import { RunningForge } from '../forge';

const workflow = '.github/workflows/release.yaml';
const packageSchema = z.object({ version: z.string().min(1) });

/**
 * Plays the workflow `release.yaml` that the seeded repositories and the template have: each push to the default
 * branch gets a passing check, and a version of `package.json` that was not released yet becomes a tag.
 */
export class ReleaseWorkflow {
  readonly #forge: RunningForge;
  readonly #onError: (error: unknown) => void;
  readonly #stop: () => void;
  #queue: Promise<void> = Promise.resolve();

  static start(options: {
    forge: RunningForge;
    onError: (error: unknown) => void;
  }): ReleaseWorkflow {
    return new ReleaseWorkflow(options);
  }

  private constructor(options: Parameters<typeof ReleaseWorkflow.start>[0]) {
    this.#forge = options.forge;
    this.#onError = options.onError;
    this.#stop = options.forge.content.onPush(({ repository, ref, after }) => {
      if (!ref.startsWith('refs/heads/') || /^0+$/.test(after)) return;
      const branch = ref.slice('refs/heads/'.length);
      this.#queue = this.#queue
        .then(() => this.#run({ ...repository, branch, sha: after }))
        .catch(this.#onError);
    });
  }

  /** Resolves when what has begun is done. */
  async stop(): Promise<void> {
    this.#stop();
    await this.#queue;
  }

  async #run(push: RepositoryRef & { branch: string; sha: string }) {
    const { content, domain } = this.#forge;
    const { owner, name, branch, sha } = push;
    const repository = domain.repositories.find({ owner, name });
    const read = (path: string) =>
      content.readFile({ owner, name, ref: sha, path });
    if (
      !repository ||
      branch !== repository.defaultBranch ||
      !(await read(workflow))
    ) {
      return;
    }
    const actor = domain.repositories.ownerOf(repository);
    const { version } = packageSchema.parse(
      JSON.parse((await read('package.json')) ?? '{}'),
    );
    await domain.checks.createCheckRun({
      repository,
      actor,
      sha,
      name: 'release',
      status: 'completed',
      conclusion: 'success',
    });
    const ref = `refs/tags/v${version}`;
    if (await content.resolveRef({ owner, name, ref })) return;
    await domain.repositories.moveRef({ repository, actor, ref, to: sha });
  }
}
