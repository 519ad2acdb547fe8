import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KubeObject } from '../../../contracts';
import { HelmOptions } from '../../Application';
import { ManifestError } from '../../ManifestError';
import { GitTree } from '../GitTree';
import { parseManifests } from '../parseManifests';
import { chartValues, ValuesText } from './chartValues';
import { TemplateError } from './template/TemplateError';
import { TemplateSet } from './template/TemplateSet';

const chartSchema = z.looseObject({
  name: z.string(),
  version: z.coerce.string(),
  appVersion: z.coerce.string().optional(),
  dependencies: z.array(z.looseObject({ name: z.string() })).optional(),
});

/** Reads `$name/path` value files from other sources of the Application. */
export type ReferencedFile = (
  reference: string,
) => Promise<{ tree: GitTree; path: string }>;

/** Renders a chart that lives in Git. Throws ManifestError. */
export async function renderChart(options: {
  tree: GitTree;
  path: string;
  helm?: HelmOptions;
  release: { name: string; namespace: string };
  referenced: ReferencedFile;
}): Promise<KubeObject[]> {
  const { tree, path, helm = {}, release } = options;
  const chart = await readChart(tree, path);
  const files = await readValues({ ...options, helm });
  const data = {
    Values: chartValues({ files, helm }),
    Chart: {
      Name: chart.name,
      Version: chart.version,
      AppVersion: chart.appVersion ?? '',
    },
    Release: {
      Name: helm.releaseName || release.name,
      Namespace: helm.namespace || release.namespace,
      Service: 'Helm',
      IsInstall: true,
      IsUpgrade: false,
      Revision: 1,
    },
    Capabilities: {
      KubeVersion: { Version: 'v1.33.0', Major: '1', Minor: '33' },
    },
  };
  const templates = TemplateSet.create();
  const paths = [...(await tree.list(posix.join(path, 'templates')))].sort();
  for (const file of paths) {
    const text = (await tree.read(file)) ?? '';
    orManifestError(file, () => templates.add(file, text));
  }
  const crds = helm.skipCrds ? [] : await tree.list(posix.join(path, 'crds'));
  const objects: KubeObject[] = [];
  for (const file of crds) {
    objects.push(
      ...parseManifests({ path: file, text: (await tree.read(file)) ?? '' }),
    );
  }
  for (const file of paths) {
    if (!/\.(ya?ml|json)$/.test(file)) continue;
    const text = orManifestError(file, () => templates.render(file, data));
    objects.push(...parseManifests({ path: file, text }));
  }
  return objects;
}

async function readChart(tree: GitTree, path: string) {
  const text = await tree.read(posix.join(path, 'Chart.yaml'));
  if (text === undefined) {
    throw new ManifestError(`Chart.yaml file is missing in ${path}`);
  }
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new ManifestError(`cannot load ${path}/Chart.yaml`, { cause: error });
  }
  const parsed = chartSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ManifestError(
      `validation: ${path}/Chart.yaml: ${issue.path.join('.')}: ${issue.message}`,
    );
  }
  const [dependency] = parsed.data.dependencies ?? [];
  if (dependency) {
    throw new ManifestError(
      `found in Chart.yaml, but missing in charts/ directory: ${dependency.name}`,
    );
  }
  return parsed.data;
}

async function readValues(options: {
  tree: GitTree;
  path: string;
  helm: HelmOptions;
  referenced: ReferencedFile;
}): Promise<ValuesText[]> {
  const { tree, path, helm, referenced } = options;
  const own = await tree.read(posix.join(path, 'values.yaml'));
  const files: ValuesText[] =
    own === undefined ? [] : [{ path: 'values.yaml', text: own }];
  for (const file of helm.valueFiles ?? []) {
    const found = file.startsWith('$')
      ? await referenced(file)
      : {
          tree,
          path: file.startsWith('/') ? file : posix.join(path, file),
        };
    const text = await found.tree.read(found.path);
    if (text !== undefined) files.push({ path: file, text });
    else if (!helm.ignoreMissingValueFiles) {
      throw new ManifestError(
        `error reading helm values file: open ${found.path}: no such file or directory`,
      );
    }
  }
  return files;
}

function orManifestError<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ManifestError(
      `helm template failed: template: ${file}: ${error.message}`,
      { cause: error },
    );
  }
}
