import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { ForgeAnswer } from '../forgeErrors';
import { missing } from '../missing';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';

/** An entry of a tree. */
export interface ListingEntry {
  path: string;
  /** In octal digits, as Git writes it: `100644`. */
  mode: string;
  type: string;
  sha: string;
}

/** A tree with everything below it. */
export interface Listing {
  /** The commit where a ref or a commit was listed; the tree itself where a tree was. */
  sha: string;
  entries: ListingEntry[];
}

const listingSchema = z.object({
  sha: z.string(),
  truncated: z.boolean().catch(false),
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.string(),
        type: z.string(),
        sha: z.string(),
      }),
    )
    .nullish(),
});

/** Lists a ref, a commit or a tree: one request for each thousand entries. */
export async function readListing(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  ref: string;
  /** For messages: `branch main`. */
  what?: string;
  /** Only where the ref is. */
  onlySha?: boolean;
}): Promise<Listing> {
  const { api, repository, ref, what = ref, onlySha = false } = options;
  const listing: Listing = { sha: ref, entries: [] };
  for (let page = 1; ; page++) {
    const answer = await api
      .request({
        repository,
        action: `list ${what}`,
        // From the second page on at the same commit, wherever the ref has moved.
        path: ['git', 'trees', page === 1 ? ref : listing.sha],
        query: onlySha
          ? { per_page: 1 }
          : { recursive: true, per_page: 1000, page },
        schema: listingSchema,
      })
      .catch(error => {
        throw isUnknown(error) ? missing({ api, repository, what }) : error;
      });
    listing.sha = answer.sha;
    listing.entries.push(...(answer.tree ?? []));
    if (onlySha || !answer.truncated) return listing;
  }
}

/** Gitea answers 400 "sha not found". */
function isUnknown(error: unknown): boolean {
  return (
    error instanceof ConflictError &&
    error.cause instanceof ForgeAnswer &&
    error.cause.status === 400
  );
}

/** What lies in a directory, however deep; everything in the root, ''. */
export function below(
  entries: readonly ListingEntry[],
  directory: string,
): ListingEntry[] {
  return directory === ''
    ? [...entries]
    : entries.filter(({ path }) => path.startsWith(`${directory}/`));
}
