import {
  PlanBlocker,
  PlannedEdit,
  PlannedFile,
} from '@fairlead/backstage-plugin-gitops-common';
import { unifiedDiff } from '../../manifests/diff/unifiedDiff';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { editYaml } from '../../manifests/yaml/editYaml';
import { LocatedScalar } from '../../manifests/yaml/ScalarPlace';
import { formatPointer } from '../../manifests/yaml/YamlPath';
import { blockerOf } from './blockerOf';
import { WantedChange } from './matchImages';
import { RepositoryAt } from './RepositoryAt';

/** Edits of one repository as they will be committed. */
export interface WrittenEdits {
  edits: PlannedEdit[];
  files: PlannedFile[];
  contents: Map<string, string>;
  blockers: PlanBlocker[];
}

/** Applies changes to the files of a repository. A file that can't be edited safely is left out, with the reason. */
export function writeEdits(options: {
  repository: RepositoryAt;
  changes: readonly WantedChange[];
}): WrittenEdits {
  const { repository, changes } = options;
  const written: WrittenEdits = {
    edits: [],
    files: [],
    contents: new Map(),
    blockers: [],
  };
  const paths = new Set(changes.map(({ part }) => part.scalar.file.path));
  for (const path of [...paths].sort()) {
    const own = changes.filter(({ part }) => part.scalar.file.path === path);
    try {
      writeFile({ repository, path, changes: own, written });
    } catch (error) {
      if (!(error instanceof ManifestProblem)) {
        throw error;
      }
      written.blockers.push(blockerOf(error));
    }
  }
  return written;
}

function writeFile(options: {
  repository: RepositoryAt;
  path: string;
  changes: readonly WantedChange[];
  written: WrittenEdits;
}): void {
  const { repository, path, written } = options;
  const file = repository.files.yaml(path);
  const loaded = repository.files.file(path);
  if (!file || !loaded) {
    throw new ManifestProblem('value-not-found', `${path} is gone`, {
      file: path,
    });
  }
  const changes = withoutRepeats(options.changes).sort(
    (a, b) => a.part.scalar.line - b.part.scalar.line,
  );
  const { content, edits } = editYaml(
    file,
    changes.map(({ part, value }) => ({ place: part.scalar, value })),
  );
  written.contents.set(path, content);
  written.files.push({
    path,
    blobSha: loaded.blobSha,
    diff: unifiedDiff({ file, edits }),
  });
  written.edits.push(
    ...changes.map(({ part, subject, value }) => ({
      file: path,
      line: part.scalar.line,
      pointer: pointerOf(part.scalar),
      what: part.what,
      subject,
      from: part.scalar.text,
      to: value,
    })),
  );
}

/** Several targets or images may be decided by one value. */
function withoutRepeats(changes: readonly WantedChange[]): WantedChange[] {
  const known = new Map<string, WantedChange>();
  for (const change of changes) {
    const { file, line } = change.part.scalar;
    const key = keyOf(change.part.scalar);
    const other = known.get(key);
    if (other && other.value !== change.value) {
      throw new ManifestProblem(
        'ambiguous',
        `${file.path}:${line} decides the version of ${other.subject} and of ${change.subject}, which would need different values (${other.value} and ${change.value})`,
        { file: file.path, line },
      );
    }
    known.set(key, other ?? change);
  }
  return [...known.values()];
}

function keyOf(scalar: LocatedScalar): string {
  return `${scalar.host?.range[0] ?? ''}@${scalar.range[0]}/${scalar.document}`;
}

function pointerOf({ path, host }: LocatedScalar): string {
  return formatPointer([...(host?.path ?? []), ...path]);
}
