import { parseCommit } from '../git/objectFormats';
import { CommitSource, GitObjectSource, RepositorySource } from './sources';

/** The object that an id or expression (`main:path`, `HEAD`) means in a repository; undefined when there is none. */
export async function readGitObject(
  repo: RepositorySource,
  expression: string,
): Promise<GitObjectSource | undefined> {
  const object = await repo.git.object(expression);
  switch (object?.type) {
    case 'commit':
      return {
        __typename: 'Commit',
        repo,
        commit: parseCommit(object.sha, object.body),
      };
    case 'tree': {
      const [, path] = expression.match(/^[^:]+:(.*)$/) ?? [];
      return { __typename: 'Tree', repo, sha: object.sha, path };
    }
    case 'blob':
      return {
        __typename: 'Blob',
        repo,
        sha: object.sha,
        content: object.body,
      };
    case 'tag':
      return {
        __typename: 'Tag',
        repo,
        sha: object.sha,
        ...parseTag(object.body),
      };
    default:
      return undefined;
  }
}

/** The commit with this id; undefined when it is something else. */
export async function readCommit(
  repo: RepositorySource,
  sha: string | null | undefined,
): Promise<CommitSource | undefined> {
  const object = sha ? await readGitObject(repo, sha) : undefined;
  return object?.__typename === 'Commit' ? object : undefined;
}

function parseTag(body: Buffer) {
  const [head, ...rest] = body.toString('utf8').split('\n\n');
  const field = (name: string) =>
    head.match(new RegExp(`^${name} (.*)$`, 'm'))?.[1] ?? '';
  const [, name, email, seconds] =
    field('tagger').match(/^(.*?) ?<([^>]*)> (\d+)/) ?? [];
  return {
    name: field('tag'),
    message: rest.join('\n\n'),
    target: field('object'),
    tagger:
      name === undefined
        ? undefined
        : {
            name,
            email,
            date: new Date(Number(seconds) * 1000).toISOString(),
          },
  };
}
