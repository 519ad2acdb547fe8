import { ResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import { minimatch } from 'minimatch';
import { YamlPath } from '../../manifests/yaml/YamlPath';
import { IgnoredDifferences } from '../git/engineSettings';
import { stepsOf } from '../git/jsonPatch';

/** Whether the engine was told not to compare a field, by its path or by who changed it. */
export function isIgnoredByEngine(options: {
  ignored: readonly IgnoredDifferences[];
  resource: ResourceRef;
  path: YamlPath;
  manager: string | undefined;
}): boolean {
  const { path, manager } = options;
  return rulesFor(options).some(
    ({ jsonPointers, managedFieldsManagers }) =>
      jsonPointers?.some(pointer => startsWith(path, stepsOf(pointer))) ||
      (manager !== undefined && managedFieldsManagers?.includes(manager)),
  );
}

/** Whether the engine was told not to compare what an expression finds, which is not looked for here. */
export function hasExpressions(options: {
  ignored: readonly IgnoredDifferences[];
  resource: ResourceRef;
}): boolean {
  return rulesFor(options).some(({ jqPathExpressions }) =>
    Boolean(jqPathExpressions?.length),
  );
}

function rulesFor(options: {
  ignored: readonly IgnoredDifferences[];
  resource: ResourceRef;
}): IgnoredDifferences[] {
  const { ignored, resource } = options;
  return ignored.filter(rule =>
    (['group', 'kind', 'name', 'namespace'] as const).every(
      field =>
        !rule[field] ||
        rule[field] === '*' ||
        minimatch(resource[field] ?? '', rule[field] ?? ''),
    ),
  );
}

function startsWith(path: YamlPath, start: YamlPath): boolean {
  return (
    start.length <= path.length &&
    start.every((step, index) => String(path[index]) === String(step))
  );
}
