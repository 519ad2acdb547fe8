import {
  PlannedEdit,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import { isSecret } from '../../manifests/diff/secretsIn';
import { HIDDEN } from '../../manifests/diff/unifiedDiff';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { textsAtPointer } from '../../manifests/values/textsAtPointer';
import { parseValueFile, ValueFile } from '../../manifests/values/ValueFile';
import { findAgain } from '../plan/rebase/findAgain';
import { RevisionAnswer } from '../TrackedPromotion';

/** What a revision has of the files and directories of a plan. */
export interface RevisionContent {
  /** Path → content of those that are there. */
  files: ReadonlyMap<string, string>;
  /** Path → tree id of those that are there. */
  directories: ReadonlyMap<string, string>;
}

type Answer = Pick<RevisionAnswer, 'value' | 'detail'>;

/**
 * Whether the values of a plan are in Git at a revision. `base` are the files that the plan was made from: a place is
 * followed from there, and one that can't be followed is judged only when the value is gone from the file.
 */
export function valueInGit(options: {
  plan: PromotionPlan;
  base: ReadonlyMap<string, string>;
  there: RevisionContent;
}): Answer {
  const { plan, base, there } = options;
  const before = parsed(base);
  const after = parsed(there.files);
  const answers = plan.edits.map(edit =>
    edit.what === 'directory'
      ? directoryAnswer(edit, there.directories.get(edit.file) ?? '')
      : valueAnswer(edit, {
          before: before.get(edit.file),
          after: after.get(edit.file),
        }),
  );
  const worst = (['replaced', 'reverted', 'unclear'] as const)
    .map(value => answers.find(answer => answer.value === value))
    .find(Boolean);
  return worst ?? { value: answers.length > 0 ? 'promoted' : 'unclear' };
}

/** A file as text, and what it holds unless it can't be read. */
interface ParsedFile {
  content: string;
  file?: ValueFile;
}

function parsed(files: ReadonlyMap<string, string>): Map<string, ParsedFile> {
  return new Map(
    [...files].map(([path, content]) => {
      try {
        return [path, { content, file: parseValueFile({ path, content }) }];
      } catch (error) {
        if (!(error instanceof ManifestProblem)) throw error;
        return [path, { content }];
      }
    }),
  );
}

function valueAnswer(
  edit: PlannedEdit,
  options: { before?: ParsedFile; after?: ParsedFile },
): Answer {
  const { before, after } = options;
  // The engine says more of a broken file than could be said here.
  if (after && !after.file) return { value: 'unclear' };
  const place =
    after?.file && findAgain({ edit, before: before?.file, after: after.file });
  if (place) {
    if (place.text === edit.to) return { value: 'promoted' };
    return isSecret(place)
      ? gone(edit, { text: HIDDEN, wanted: HIDDEN, isOld: false })
      : gone(edit, { text: place.text, isOld: place.text === edit.from });
  }
  const wasThere =
    before &&
    textsAtPointer({ ...edit, ...before, path: edit.file }).includes(edit.from);
  return wasThere && !after?.content.includes(edit.to)
    ? gone(edit, { text: 'no value', isOld: false })
    : { value: 'unclear' };
}

function gone(
  { file, pointer, to }: PlannedEdit,
  options: { text: string; wanted?: string; isOld: boolean },
): Answer {
  const { text, wanted = to, isOld } = options;
  return {
    value: isOld ? 'reverted' : 'replaced',
    detail: `${file} has ${text} at ${pointer} instead of ${wanted}`,
  };
}

function directoryAnswer(edit: PlannedEdit, id: string): Answer {
  const { file, from, to } = edit;
  if (id === to) return { value: 'promoted' };
  return {
    value: id === from ? 'reverted' : 'replaced',
    detail: id
      ? `${file} has other content (tree ${id.slice(0, 7)} instead of ${to.slice(0, 7)})`
      : `${file} is not there any more`,
  };
}
