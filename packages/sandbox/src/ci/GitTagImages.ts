import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ForgeContent, ImageRegistry, ImageState } from '../contracts';

const brokenSchema = z.array(z.string());
const registry = 'ghcr.io/';

/**
 * A registry that has an image for each Git tag of a source repository: `ghcr.io/acme/orders:1.4.2` for the tag
 * `v1.4.2` or `1.4.2` of `acme/orders`. Images of other registries always run. Images may be declared broken.
 */
export class GitTagImages implements ImageRegistry {
  readonly #forge: Pick<ForgeContent, 'repositoryExists' | 'resolveRef'>;
  readonly #file: string;
  readonly #broken: Set<string>;

  static open(options: {
    forge: Pick<ForgeContent, 'repositoryExists' | 'resolveRef'>;
    /** Where the broken ones are remembered. */
    file: string;
  }): GitTagImages {
    const { file } = options;
    const broken = existsSync(file)
      ? brokenSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      : [];
    return new GitTagImages(options, broken);
  }

  private constructor(
    options: Parameters<typeof GitTagImages.open>[0],
    broken: string[],
  ) {
    this.#forge = options.forge;
    this.#file = options.file;
    this.#broken = new Set(broken);
  }

  async stateOf(image: string): Promise<ImageState> {
    if (this.#broken.has(image)) return 'crashes';
    const source = sourceOf(image);
    if (!source || !(await this.#forge.repositoryExists(source))) return 'runs';
    for (const tag of [`v${source.tag}`, source.tag]) {
      const ref = `refs/tags/${tag}`;
      if (await this.#forge.resolveRef({ ...source, ref })) return 'runs';
    }
    return 'missing';
  }

  broken(): string[] {
    return [...this.#broken];
  }

  setBroken(image: string, isBroken: boolean): void {
    if (isBroken) this.#broken.add(image);
    else this.#broken.delete(image);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.broken()));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function sourceOf(image: string) {
  if (!image.startsWith(registry)) return undefined;
  const [path] = image.slice(registry.length).split('@');
  const match = /^([^/]+)\/([^/:]+):([\w.-]+)$/.exec(path);
  return match ? { owner: match[1], name: match[2], tag: match[3] } : undefined;
}
