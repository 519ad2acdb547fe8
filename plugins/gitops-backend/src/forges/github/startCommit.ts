import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';

type Content = Pick<
  OpenPullRequestOptions,
  'baseSha' | 'files' | 'directories'
>;

/** The commit that a promotion is written on, as far as a new tree has to know it. */
export interface StartCommit {
  tree: string;
  /** Git's modes of the files that will be written and are there already. */
  modes: ReadonlyMap<string, number>;
  /** Those of the wanted directories in whose place something is. */
  occupied: ReadonlySet<string>;
}

const commitSchema = z
  .object({ oid: z.string(), tree: z.object({ oid: z.string() }) })
  .catchall(z.unknown());
const entrySchema = z.object({ mode: z.number(), type: z.string() });

/** The part of a query that reads the start commit, as the field `start` of a repository. */
export function startQuery(content: Content) {
  const names = [
    ...[...content.files.keys()].map((path, i) => [`f${i}`, path] as const),
    ...directoriesOf(content).map((path, i) => [`d${i}`, path] as const),
  ];
  return {
    declarations: ['$start: String!', ...names.map(([n]) => `$${n}: String!`)],
    field: `start: object(expression: $start) {
      ... on Commit {
        oid
        tree { oid }
        ${names.map(([n]) => `${n}: file(path: $${n}) { mode type }`).join('\n')}
      }
    }`,
    variables: { start: content.baseSha, ...Object.fromEntries(names) },
  };
}

/** What {@link startQuery} was answered; undefined when there is no such commit. */
export function parseStart(
  answer: unknown,
  content: Content,
): StartCommit | undefined {
  const parsed = commitSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const commit = parsed.data;
  return {
    tree: commit.tree.oid,
    modes: new Map(
      [...content.files.keys()].flatMap((path, i) => {
        const entry = entrySchema.safeParse(commit[`f${i}`]);
        return entry.success ? [[path, entry.data.mode] as const] : [];
      }),
    ),
    occupied: new Set(
      directoriesOf(content).filter(
        (_, i) => entrySchema.safeParse(commit[`d${i}`]).success,
      ),
    ),
  };
}

function directoriesOf({ directories }: Content): string[] {
  return [...(directories?.keys() ?? [])];
}
