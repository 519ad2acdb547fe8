import { InputError, NotFoundError } from '@backstage/errors';
import { ForgeFile } from '@fairlead/backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';

/** A server answers no more than these at once, unless it is configured otherwise. */
const BATCH = 30;
const AT_ONCE = 5;

interface ReadOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  /** Full SHA. */
  commit: string;
}

const contentSchema = z.object({
  path: z.string(),
  sha: z.string(),
  type: z.string(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
  lfs_oid: z.string().nullish(),
});
type Content = z.infer<typeof contentSchema>;

/** Text files at a commit: one request for thirty, or one for each on an old server. Those that are not there are left out. */
export async function readFiles(
  options: ReadOptions & { files: readonly string[] },
): Promise<ForgeFile[]> {
  const contents = await readContents(options);
  return contents.map(content => ({
    path: content.path,
    blobSha: content.sha,
    content: textOf(options, content),
  }));
}

/** The same for any bytes. */
export async function readBytes(
  options: ReadOptions & { files: readonly string[] },
): Promise<Map<string, Buffer>> {
  const contents = await readContents(options);
  return new Map(
    contents.map(content => [content.path, bytesOf(options, content)]),
  );
}

async function readContents(
  options: ReadOptions & { files: readonly string[] },
): Promise<Content[]> {
  const { api, repository, files } = options;
  if (files.length === 0) return [];
  const { readsManyFiles } = await api.features(repository);
  return readsManyFiles ? readMany(options) : readEach(options);
}

async function readMany(
  options: ReadOptions & { files: readonly string[] },
): Promise<Content[]> {
  const { api, repository, commit, files } = options;
  const found: Content[] = [];
  for (let start = 0; start < files.length;) {
    const batch = files.slice(start, start + BATCH);
    const answer = await api.request({
      repository,
      action: `read files at ${commit}`,
      path: ['file-contents'],
      query: { ref: commit, body: JSON.stringify({ files: batch }) },
      schema: z.array(contentSchema.nullable()),
    });
    // It ends where the answer would become too large, or has as many as the server likes.
    if (answer.length === 0) throw refusal(options, batch[0], tooLarge(api));
    found.push(...answer.flatMap(content => content ?? []));
    start += answer.length;
  }
  return found;
}

async function readEach(
  options: ReadOptions & { files: readonly string[] },
): Promise<Content[]> {
  const { api, repository, commit, files } = options;
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    files.map(path =>
      limit(async () => {
        try {
          const answer = await api.request({
            repository,
            action: `read ${path}`,
            path: ['contents', ...path.split('/')],
            query: { ref: commit },
            // A directory is answered as a list.
            schema: z.union([contentSchema, z.array(z.unknown())]),
          });
          if (Array.isArray(answer)) {
            throw refusal(options, path, 'is not a file');
          }
          return [answer];
        } catch (error) {
          if (error instanceof NotFoundError) return [];
          throw error;
        }
      }),
    ),
  );
  return found.flat();
}

function bytesOf(options: ReadOptions, content: Content): Buffer {
  const { path, type, encoding, lfs_oid: lfs } = content;
  if (type === 'symlink') throw refusal(options, path, 'is a symbolic link');
  if (type !== 'file') throw refusal(options, path, 'is not a file');
  if (lfs) throw refusal(options, path, 'is kept in Git LFS');
  if (typeof content.content !== 'string' || encoding !== 'base64') {
    throw refusal(options, path, tooLarge(options.api));
  }
  return Buffer.from(content.content, 'base64');
}

function textOf(options: ReadOptions, content: Content): string {
  const bytes = bytesOf(options, content);
  if (bytes.includes(0)) {
    throw refusal(options, content.path, 'is not a text file');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw refusal(options, content.path, 'is not UTF-8 text');
  }
}

function tooLarge({ host }: GiteaApi): string {
  return `is too large: ${host} does not return it whole`;
}

function refusal(
  { repository }: ReadOptions,
  path: string,
  why: string,
): InputError {
  return new InputError(
    `${path} in ${repository.owner}/${repository.name} ${why}`,
  );
}
