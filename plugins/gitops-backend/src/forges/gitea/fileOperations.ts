import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readBytes } from './readFiles';
import { Content, readWantedContent, WantedContent } from './wantedContent';

/** One change of a commit, as Gitea's API has it. */
export interface FileOperation {
  operation: 'create' | 'update' | 'upload' | 'delete';
  path: string;
  /** In base64. */
  content?: string;
  /** Of the file that is changed or deleted. */
  sha?: string;
}

interface OperationOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  content: Content;
}

const AT_ONCE = 5;
const REGULAR = '100644';

/**
 * What has to be done to the base. Without directories that is known without a request, on servers that write a file
 * without being told whether it is there.
 */
export async function fileOperations(
  options: OperationOptions,
): Promise<FileOperation[]> {
  const { api, repository, content } = options;
  const { uploads } = await api.features(repository);
  if (uploads && !content.directories?.size) {
    return [...content.files].map(([path, text]) => ({
      operation: 'upload',
      path,
      content: base64(text),
    }));
  }
  const difference = await readWantedContent(options);
  return operationsOf({ ...options, difference });
}

async function operationsOf(
  options: OperationOptions & { difference: WantedContent },
): Promise<FileOperation[]> {
  const { content, difference } = options;
  const { base, wanted } = difference;
  const deleted = [...base]
    .filter(([path]) => !wanted.has(path))
    .map(([path, { sha }]) => ({
      operation: 'delete' as const,
      path,
      sha,
    }));
  const changed = [...wanted].filter(([path, { mode, sha }]) => {
    const before = base.get(path);
    if (before?.sha === sha && before.mode === mode) return false;
    if (mode === (before?.mode ?? REGULAR) && mode.startsWith('100')) {
      return true;
    }
    throw new InputError(
      `${path} in ${options.repository.owner}/${options.repository.name} can't be written: its mode would be ${mode}, and ${options.api.host} only writes ordinary files and leaves the mode of others as it is`,
    );
  });
  const foreign = changed.filter(([path]) => !content.files.has(path));
  const bytes = await readBlobs({
    ...options,
    shas: new Set(foreign.map(([, { sha }]) => sha)),
  });
  return [
    ...deleted,
    ...changed.map(([path, { sha }]) => {
      const before = base.get(path);
      const text = content.files.get(path);
      return {
        operation: before ? ('update' as const) : ('create' as const),
        path,
        content:
          text === undefined
            ? (bytes.get(sha)?.toString('base64') ?? '')
            : base64(text),
        ...(before && { sha: before.sha }),
      };
    }),
  ];
}

/** Thirty in one request of those that are somewhere in the base, one request for each of the others. */
async function readBlobs(
  options: OperationOptions & {
    difference: WantedContent;
    shas: ReadonlySet<string>;
  },
): Promise<ReadonlyMap<string, Buffer>> {
  const { api, repository, content, difference, shas } = options;
  const pathOf = new Map(
    [...difference.base].map(([path, { sha }]) => [sha, path] as const),
  );
  const known = [...shas].flatMap(sha => pathOf.get(sha) ?? []);
  const byPath = await readBytes({
    api,
    repository,
    commit: content.baseSha,
    files: known,
  });
  const limit = pLimit(AT_ONCE);
  const all = await Promise.all(
    [...shas].map(sha =>
      limit(async () => {
        const there = byPath.get(pathOf.get(sha) ?? '');
        return [sha, there ?? (await readBlob({ ...options, sha }))] as const;
      }),
    ),
  );
  return new Map(all);
}

async function readBlob(
  options: OperationOptions & { sha: string },
): Promise<Buffer> {
  const { api, repository, sha } = options;
  const { content } = await api.request({
    repository,
    action: `read blob ${sha}`,
    path: ['git', 'blobs', sha],
    schema: z.object({ content: z.string() }),
  });
  return Buffer.from(content, 'base64');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
