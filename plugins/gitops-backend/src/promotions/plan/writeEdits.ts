import {
  PlanBlocker,
  PlannedEdit,
  PlannedFile,
} from '@fairlead/backstage-plugin-gitops-common';
import { unifiedDiff } from '../../manifests/diff/unifiedDiff';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { editValues, LocatedValue } from '../../manifests/values/ValueFile';
import { formatPointer } from '../../manifests/yaml/YamlPath';
import { blockerOf } from './blockerOf';
import { RepositoryAt } from './RepositoryAt';

/** A value that has to change. */
export interface FileChange {
  part: { scalar: LocatedValue; what: PlannedEdit['what'] };
  subject: string;
  value: string;
  /** Written without quotes: a number or a boolean. */
  literal?: boolean;
}

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
  changes: readonly FileChange[];
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
  changes: readonly FileChange[];
  written: WrittenEdits;
}): void {
  const { repository, path, written } = options;
  const file = repository.files.values(path);
  const loaded = repository.files.file(path);
  if (!file || !loaded) {
    throw new ManifestProblem('value-not-found', `${path} is gone`, {
      file: path,
    });
  }
  const changes = withoutRepeats(options.changes).sort(
    (a, b) => a.part.scalar.line - b.part.scalar.line,
  );
  const { content, edits } = editValues(
    file,
    changes.map(({ part, value, literal }) => ({
      place: part.scalar,
      value,
      ...(literal && { literal }),
    })),
  );
  written.contents.set(path, content);
  written.files.push({
    path,
    blobSha: loaded.blobSha,
    diff: unifiedDiff({ file, edits }),
  });
  written.edits.push(
    ...changes.map(({ part, subject, value, literal }) => ({
      file: path,
      line: part.scalar.line,
      pointer: pointerOf(part.scalar),
      what: part.what,
      subject,
      from: part.scalar.text,
      to: value,
      ...(literal && { literal }),
    })),
  );
}

/** Several targets or images may be decided by one value. */
function withoutRepeats(changes: readonly FileChange[]): FileChange[] {
  const known = new Map<string, FileChange>();
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

function keyOf(scalar: LocatedValue): string {
  return `${scalar.host?.range[0] ?? ''}@${scalar.range[0]}/${scalar.document}`;
}

/** Where a value is in its file, as plans write it. */
export function pointerOf({ path, host }: LocatedValue): string {
  return formatPointer([...(host?.path ?? []), ...path]);
}
