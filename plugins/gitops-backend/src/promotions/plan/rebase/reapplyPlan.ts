import {
  PlanBlocker,
  PlannedEdit,
  PromotionConflict,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import { isSecret } from '../../../manifests/diff/secretsIn';
import { HIDDEN } from '../../../manifests/diff/unifiedDiff';
import { ManifestProblem } from '../../../manifests/ManifestProblem';
import { ValueFile } from '../../../manifests/values/ValueFile';
import { blockerOf } from '../blockerOf';
import { planFingerprint } from '../planFingerprint';
import { PlannedPromotion } from '../PromotionPlanner';
import { RepositoryAt } from '../RepositoryAt';
import { FileChange, pointerOf, writeEdits, WrittenEdits } from '../writeEdits';
import { findAgain } from './findAgain';

/** A plan that was made again, and what stands in its way. */
export interface ReappliedPlan {
  planned: PlannedPromotion;
  conflicts: PromotionConflict[];
}

/**
 * Makes a plan again on other content of its files. A value that is still the old one is edited, one that is the new
 * one already is dropped, and a third one, or a place that is gone, is a conflict for a person. Pure.
 */
export function reapplyPlan(options: {
  plan: PromotionPlan;
  /** The commit that the plan was made on; undefined when it can't be read any more. */
  before: RepositoryAt | undefined;
  /** The new base. Everything that the plan edits was read. */
  after: RepositoryAt;
  /** What other plans have written meanwhile that this one was to come after: their values are no third ones. */
  earlier?: readonly PlannedEdit[];
}): ReappliedPlan {
  const { plan, before, after, earlier = [] } = options;
  const blockers: PlanBlocker[] = [];
  const conflicts: PromotionConflict[] = [];
  const changes: FileChange[] = [];
  const directories = plan.edits.filter(({ what }) => what === 'directory');
  for (const edit of plan.edits) {
    if (edit.what === 'directory') {
      continue;
    }
    try {
      const outcome = reapplyEdit({
        edit,
        before: fileAt(before, edit.file, { mayBeBroken: true }),
        after: fileAt(after, edit.file),
        replaceable: [
          edit.from,
          ...earlier.flatMap(({ file, pointer, to }) =>
            file === edit.file && pointer === edit.pointer ? [to] : [],
          ),
        ],
      });
      if (outcome.change) changes.push(outcome.change);
      if (outcome.conflict) conflicts.push(outcome.conflict);
    } catch (error) {
      if (!(error instanceof ManifestProblem)) {
        throw error;
      }
      blockers.push(blockerOf(error));
      conflicts.push({
        ...conflictOf(edit, undefined),
        reason: error.message,
      });
    }
  }
  const written = writeEdits({ repository: after, changes });
  conflicts.push(...notWritten({ changes, written }));
  const replaced = directories.filter(edit => {
    const now = after.files.directoryId(edit.file) ?? '';
    if (now !== edit.from && now !== edit.to) {
      conflicts.push(conflictOf(edit, now || undefined));
    }
    return now === edit.from;
  });
  const kept = plan.files.filter(({ path }) =>
    replaced.some(({ file }) => path.startsWith(`${file}/`)),
  );
  const made = {
    ...plan,
    baseSha: after.commitSha ?? plan.baseSha,
    edits: [...written.edits, ...replaced],
    files: [...written.files, ...kept],
    blockers: [...blockers, ...written.blockers],
  };
  return {
    planned: {
      plan: { ...made, fingerprint: planFingerprint(made) },
      contents: written.contents,
      ...(replaced.length > 0 && {
        directories: new Map(replaced.map(({ file, to }) => [file, to])),
      }),
    },
    conflicts,
  };
}

/** A file that can't be edited safely any more is as much for a person to decide as a third value. */
function notWritten(options: {
  changes: readonly FileChange[];
  written: WrittenEdits;
}): PromotionConflict[] {
  const { changes, written } = options;
  return changes.flatMap(({ part, value }) => {
    const { path: file } = part.scalar.file;
    const blocker = written.blockers.find(other => other.file === file);
    return blocker && !written.contents.has(file)
      ? [
          {
            file,
            pointer: pointerOf(part.scalar),
            from: part.scalar.text,
            to: value,
            now: part.scalar.text,
            reason: blocker.message,
          },
        ]
      : [];
  });
}

function reapplyEdit(options: {
  edit: PlannedEdit;
  before: ValueFile | undefined;
  after: ValueFile | undefined;
  /** Values that the new one may take the place of. */
  replaceable: readonly string[];
}): { change?: FileChange; conflict?: PromotionConflict } {
  const { edit, before, after, replaceable } = options;
  const place = after && findAgain({ edit, before, after });
  if (!place) {
    return { conflict: conflictOf(edit, undefined) };
  }
  if (place.text === edit.to) {
    return {};
  }
  if (!replaceable.includes(place.text)) {
    const now = isSecret(place) ? HIDDEN : place.text;
    return { conflict: conflictOf(edit, now) };
  }
  return {
    change: {
      part: { scalar: place, what: edit.what },
      subject: edit.subject,
      value: edit.to,
      ...(edit.literal && { literal: true }),
    },
  };
}

function conflictOf(
  { file, pointer, from, to }: PlannedEdit,
  now: string | undefined,
): PromotionConflict {
  return { file, pointer, from, to, ...(now !== undefined && { now }) };
}

function fileAt(
  repository: RepositoryAt | undefined,
  path: string,
  options: { mayBeBroken?: boolean } = {},
): ValueFile | undefined {
  try {
    return repository?.files.values(path);
  } catch (error) {
    if (options.mayBeBroken && error instanceof ManifestProblem) {
      return undefined;
    }
    throw error;
  }
}
