import { Freight } from '@fairlead/backstage-plugin-gitops-common';
import { Branch } from '../schema';

/**
 * What people wrote (the dry commit) of which a branch holds the rendered form; undefined when there is nothing yet.
 *
 * The note is newer than the commit: where rendering again changed nothing, only the note moves on.
 */
export function dryFreight(branch: Branch): Freight | undefined {
  const { dry, note } = branch ?? {};
  const sha = note?.drySha || dry?.sha;
  if (!sha) return undefined;
  // What is known of the dry commit is of that one, and of no later one that the note tells.
  const known = dry?.sha === sha ? dry : undefined;
  return {
    id: sha,
    title: sha.slice(0, 7),
    version: { images: [] },
    commits: [
      {
        sha,
        ...(dry?.repoURL && { repoUrl: dry.repoURL }),
        ...(known?.subject && { message: known.subject }),
        ...(known?.author && {
          author: known.author.replace(/\s*<[^>]*>$/, ''),
        }),
      },
    ],
    ...(known?.commitTime && { createdAt: known.commitTime }),
  };
}
