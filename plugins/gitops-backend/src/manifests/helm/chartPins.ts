import { posix } from 'node:path';
import { FileSet } from '../FileSet';
import { isRecord } from '../isRecord';
import { VersionPin } from '../VersionPin';
import { locateScalar } from '../yaml/ScalarPlace';

/** The versions of the charts that a chart of the repository is put together from (an umbrella chart). */
export function chartPins(files: FileSet, directory: string): VersionPin[] {
  const lock = posix.join(directory, 'Chart.lock');
  const locked = files.file(lock) !== undefined;
  const file = files.yaml(posix.join(directory, 'Chart.yaml'));
  const root = file?.valueOf(0);
  const dependencies = isRecord(root) ? root.dependencies : undefined;
  return (Array.isArray(dependencies) ? dependencies : []).flatMap(
    (dependency: unknown, index): VersionPin[] => {
      const version =
        file && locateScalar(file, 0, ['dependencies', index, 'version']);
      if (!version || !isRecord(dependency)) {
        return [];
      }
      const { name, repository, alias } = dependency;
      const isLocal = String(repository ?? '').startsWith('file:');
      return typeof name === 'string' && !isLocal
        ? [
            {
              what: 'chart-version',
              object: { kind: 'Chart', name: String(alias ?? name) },
              subject: name,
              ...(typeof repository === 'string' && { repository }),
              fields: { version },
              ...(locked && { lock }),
            },
          ]
        : [];
    },
  );
}
