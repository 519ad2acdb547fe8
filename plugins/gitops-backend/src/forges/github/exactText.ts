import { createHash } from 'crypto';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

/** Git's mode of a symbolic link, as GraphQL writes it: in decimal. */
const SYMLINK = 0o120000;

/** A file as GraphQL answers it. */
export const blobEntrySchema = z.object({
  oid: z.string(),
  mode: z.number(),
  type: z.string(),
  object: z
    .object({
      isBinary: z.boolean().nullish(),
      isTruncated: z.boolean().optional(),
      text: z.string().nullish(),
    })
    .nullish(),
});

const restBlobSchema = z.object({
  content: z.string(),
  encoding: z.string(),
});

/**
 * The text of a file, byte for byte. GraphQL answers text, which is not always what is stored (a byte order
 * mark may be gone, an invalid byte replaced), so it is compared with the file's id and read again if it differs.
 */
export async function exactText(options: {
  api: GithubApi;
  repository: GithubRepository;
  path: string;
  entry: z.infer<typeof blobEntrySchema>;
}): Promise<string> {
  const { api, repository, path, entry } = options;
  const refuse = (why: string) =>
    new InputError(`${path} in ${repository.owner}/${repository.name} ${why}`);
  if (entry.mode === SYMLINK) throw refuse('is a symbolic link');
  if (entry.type !== 'blob') throw refuse('is not a file');
  if (entry.object?.isBinary) throw refuse('is not a text file');
  if (entry.object?.isTruncated) {
    throw refuse(`is too large: ${api.host} does not return it whole`);
  }
  const text = entry.object?.text;
  if (typeof text === 'string' && hasId(Buffer.from(text), entry.oid)) {
    return text;
  }

  const blob = await api.rest({
    repository,
    action: `read ${path}`,
    schema: restBlobSchema,
    send: (octokit, basics) =>
      octokit.rest.git.getBlob({ ...basics, file_sha: entry.oid }),
  });
  const bytes = Buffer.from(
    blob.content,
    blob.encoding === 'base64' ? 'base64' : 'utf8',
  );
  if (!hasId(bytes, entry.oid)) throw refuse('could not be read unchanged');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw refuse('is not UTF-8 text');
  }
}

/** Whether Git's id of these bytes is this one. */
function hasId(bytes: Buffer, oid: string): boolean {
  const hash = createHash(oid.length === 64 ? 'sha256' : 'sha1');
  hash.update(`blob ${bytes.length}\0`).update(bytes);
  return hash.digest('hex') === oid;
}
