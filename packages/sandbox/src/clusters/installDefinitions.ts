import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { InputError } from '@backstage/errors';
import { ClusterObjects, KubeObject } from '../contracts';
import { kubeObjectSchema } from './store/kubeObjectSchema';

/** The folder with the definitions that the sandbox brings along. */
export const bundledDefinitions = path.join(
  path.dirname(require.resolve('@fairlead/sandbox/package.json')),
  'crds',
);

/** Applies the CustomResourceDefinitions in these files, and in the YAML files of these folders. */
export function installDefinitions(
  objects: ClusterObjects,
  paths: readonly string[],
): void {
  for (const file of paths.flatMap(yamlFilesOf)) {
    for (const object of readDefinitions(file)) objects.apply(object);
  }
}

function yamlFilesOf(given: string): string[] {
  if (!fs.statSync(given).isDirectory()) return [given];
  return fs
    .readdirSync(given)
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => path.join(given, name));
}

/** What bundled files say: they are large, and each cluster of a process wants them. */
const bundled = new Map<string, KubeObject[]>();

function readDefinitions(file: string): KubeObject[] {
  const known = bundled.get(file);
  if (known) return known;
  const definitions = parseDefinitions(file);
  if (path.dirname(file) === bundledDefinitions) bundled.set(file, definitions);
  return definitions;
}

function parseDefinitions(file: string): KubeObject[] {
  return parseAllDocuments(fs.readFileSync(file, 'utf8')).flatMap(document => {
    // Published schemas repeat themselves far more often than the parser allows by default.
    const content: unknown = document.toJS({ maxAliasCount: -1 });
    if (content === null) return [];
    const object = kubeObjectSchema.safeParse(content);
    if (!object.success) {
      throw new InputError(
        `${file} does not hold a CustomResourceDefinition: ${object.error.issues[0].message}`,
        object.error,
      );
    }
    return [object.data];
  });
}
