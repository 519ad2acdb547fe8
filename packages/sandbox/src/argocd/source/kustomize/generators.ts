import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { KubeObject } from '../../../contracts';
import { ManifestError } from '../../ManifestError';
import { GitTree } from '../GitTree';
import { Kustomization, KustomizeGenerator } from './kustomizationSchema';

/** A generated ConfigMap or Secret, and whether its name gets a hash of its content. */
export interface Generated {
  object: KubeObject;
  behavior: 'create' | 'merge' | 'replace';
  hashed: boolean;
}

export async function generate(options: {
  kustomization: Kustomization;
  tree: GitTree;
  folder: string;
}): Promise<Generated[]> {
  const { kustomization, tree, folder } = options;
  const generated: Generated[] = [];
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    const generators =
      kind === 'ConfigMap'
        ? kustomization.configMapGenerator
        : kustomization.secretGenerator;
    for (const generator of generators) {
      const data = await dataOf({ generator, tree, folder });
      const common = kustomization.generatorOptions;
      const labels = { ...common?.labels, ...generator.options?.labels };
      generated.push({
        behavior: generator.behavior ?? 'create',
        hashed: !(
          generator.options?.disableNameSuffixHash ??
          common?.disableNameSuffixHash ??
          false
        ),
        object: {
          apiVersion: 'v1',
          kind,
          metadata: {
            name: generator.name,
            ...(generator.namespace && { namespace: generator.namespace }),
            ...(Object.keys(labels).length > 0 && { labels }),
          },
          ...(kind === 'Secret' && { type: generator.type ?? 'Opaque' }),
          data: kind === 'Secret' ? encoded(data) : data,
        },
      });
    }
  }
  return generated;
}

/** A suffix that changes with the content, so that a changed ConfigMap makes its pods roll. */
export function contentSuffix(object: KubeObject): string {
  const content = JSON.stringify([object.kind, object.data]);
  return createHash('sha256').update(content).digest('hex').slice(0, 10);
}

async function dataOf(options: {
  generator: KustomizeGenerator;
  tree: GitTree;
  folder: string;
}): Promise<Record<string, string>> {
  const { generator, tree, folder } = options;
  const data: Record<string, string> = {};
  for (const literal of generator.literals) {
    const [key, value] = pairOf(literal);
    data[key] = value.replace(/^(['"])(.*)\1$/, '$2');
  }
  for (const file of generator.files) {
    const [key, path] = file.includes('=')
      ? pairOf(file)
      : [posix.basename(file), file];
    data[key] = await textOf(path);
  }
  for (const file of generator.envs) {
    for (const line of (await textOf(file)).split('\n')) {
      if (!line.trim() || line.startsWith('#')) continue;
      const [key, value] = pairOf(line);
      data[key] = value;
    }
  }
  return data;

  async function textOf(path: string) {
    const text = await tree.read(posix.join(folder, path));
    if (text === undefined) {
      throw new ManifestError(
        `loading KV pairs: file sources: '${path}': no such file`,
      );
    }
    return text;
  }
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0
    ? [text, '']
    : [text.slice(0, equals), text.slice(equals + 1)];
}

function encoded(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
  );
}
