import { SourceOverride } from '@fairlead/backstage-plugin-gitops-common';
import { isRecord } from '../isRecord';
import { YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';

/** An engine's own object, as it is kept in Git. */
export interface ApplicationManifest {
  file: YamlFile;
  document: number;
}

/** Where the settings of one source are written: in the engine's object, or in a file that overrides it. */
export interface SourceSettings extends ApplicationManifest {
  base: YamlPath;
}

/** Where in an Application its n-th source is declared. */
export function sourceSettings(
  { file, document }: ApplicationManifest,
  index: number,
): SourceSettings {
  const root = file.valueOf(document);
  const spec = isRecord(root) && isRecord(root.spec) ? root.spec : {};
  if (isRecord(spec.sourceHydrator)) {
    return { file, document, base: ['spec', 'sourceHydrator', 'drySource'] };
  }
  return Array.isArray(spec.sources) && spec.sources.length > 0
    ? { file, document, base: ['spec', 'sources', index] }
    : { file, document, base: ['spec', 'source'] };
}

/** What the engine reports of an object's overrides, as if it were a file: to understand what can't be edited. */
export function reportedSettings(
  overrides: readonly SourceOverride[],
): SourceSettings {
  const of = (kind: SourceOverride['kind']) =>
    overrides.filter(override => override.kind === kind);
  const file = YamlFile.parse({
    path: '',
    content: JSON.stringify({
      helm: {
        parameters: of('helm-parameter').map(({ name, value }) => ({
          name,
          value,
        })),
      },
      kustomize: { images: of('kustomize-image').map(({ value }) => value) },
    }),
  });
  return { file, document: 0, base: [] };
}
