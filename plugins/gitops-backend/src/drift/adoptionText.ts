import {
  DriftAdoption,
  PlannedEdit,
} from '@fairlead/backstage-plugin-gitops-common';
import { escapeMarkdown, inlineCode, quote } from '../promotions/markdown';
import { StoredTarget } from '../targets/StoredTarget';

/** The words of a pull request that writes live values into Git. */
export function adoptionText(options: {
  target: StoredTarget;
  adoption: DriftAdoption;
  edits: readonly PlannedEdit[];
  diffs: readonly string[];
  user: string;
}): { title: string; body: string } {
  const { target, adoption, edits, diffs, user } = options;
  const { resource, paths, reason } = adoption;
  const { object } = target.status;
  const where = target.environment ? ` in ${target.environment}` : '';
  const values =
    paths.length === 1 ? 'the live value' : `${paths.length} live values`;
  const title = `Adopt ${values} of ${resource.kind} ${resource.name}${where}`;
  return {
    title,
    body: [
      `Writes what is in the cluster now into Git: ${values} of ${inlineCode(`${resource.kind} ${resource.name}`)}${
        target.environment
          ? ` in **${escapeMarkdown(target.environment)}**`
          : ''
      }, which ${inlineCode(`${object.kind} ${object.name}`)} deploys. Merging it changes nothing in the cluster: it only makes Git say what is there already. Closing it leaves Git as it is, and the next sync brings back what Git says.`,
      quote(reason),
      [
        '| Field | Value in Git | Was | Becomes |',
        '|---|---|---|---|',
        ...edits.map(
          ({ subject, file, line, from, to }) =>
            `| ${inlineCode(subject)} | ${inlineCode(`${file}:${line}`)} | ${inlineCode(from)} | ${inlineCode(to)} |`,
        ),
      ].join('\n'),
      ...diffs.map(fenced),
      `Requested by ${inlineCode(user)}.`,
    ].join('\n\n'),
  };
}

function fenced(diff: string): string {
  const longest = Math.max(
    2,
    ...[...diff.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${diff.trimEnd()}\n${fence}`;
}
