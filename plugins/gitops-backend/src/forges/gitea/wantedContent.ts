import { createHash } from 'crypto';
import { InputError } from '@backstage/errors';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { below, ListingEntry, readListing } from './listing';

/** What a commit is to hold. */
export type Content = Pick<
  OpenPullRequestOptions,
  'baseSha' | 'files' | 'directories'
>;

type Blob = Pick<ListingEntry, 'mode' | 'sha'>;
type Blobs = ReadonlyMap<string, Blob>;

/** All files of a commit, and those of the commit that is to be written on it. */
export interface WantedContent {
  base: Blobs;
  wanted: Blobs;
}

const REGULAR = '100644';

/** Lists the base, and each directory that takes a place: one request each, for a thousand entries. */
export async function readWantedContent(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  content: Content;
}): Promise<WantedContent> {
  const { api, repository, content } = options;
  const { baseSha, files } = content;
  const { entries } = await readListing({
    api,
    repository,
    ref: baseSha,
    what: `commit ${baseSha}`,
  });
  const base = blobsIn(entries);
  const wanted = new Map(base);
  for (const [directory, tree] of content.directories ?? []) {
    if (directory === '') {
      throw new InputError('The root of a repository can not be replaced');
    }
    for (const { path } of below(entries, directory)) wanted.delete(path);
    const replacement = await readListing({
      api,
      repository,
      ref: tree,
      what: `tree ${tree}`,
    });
    for (const [path, blob] of blobsIn(replacement.entries)) {
      wanted.set(`${directory}/${path}`, blob);
    }
  }
  for (const [path, text] of files) {
    wanted.set(path, {
      mode: wanted.get(path)?.mode ?? REGULAR,
      sha: blobId({ bytes: Buffer.from(text), like: baseSha }),
    });
  }
  return { base, wanted };
}

/** Whether a commit holds exactly what is wanted. */
export async function holds(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  commit: string;
  wanted: Blobs;
}): Promise<boolean> {
  const { commit, wanted } = options;
  const there = blobsIn(
    (await readListing({ ...options, ref: commit })).entries,
  );
  return (
    there.size === wanted.size &&
    [...wanted].every(([path, { mode, sha }]) => {
      const found = there.get(path);
      return found?.sha === sha && found.mode === mode;
    })
  );
}

function blobsIn(entries: readonly ListingEntry[]): Map<string, Blob> {
  return new Map(
    entries
      .filter(({ type }) => type !== 'tree')
      .map(({ path, mode, sha }) => [path, { mode, sha }]),
  );
}

/** Git's id of these bytes, in the kind of hash that the repository uses. */
function blobId(options: { bytes: Buffer; like: string }): string {
  const { bytes, like } = options;
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
