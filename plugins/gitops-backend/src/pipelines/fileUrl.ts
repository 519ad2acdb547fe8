import { Forge } from '@fairlead/backstage-plugin-gitops-node';

/** Web page of a file at a commit, and of one line of it. */
export function fileUrl(options: {
  forge: Pick<Forge, 'commitUrl'>;
  repoUrl: string;
  sha: string;
  path: string;
  line?: number;
}): string {
  const { forge, repoUrl, sha, path, line } = options;
  // Where a forge shows commits at /commit/<sha>, it shows their files at /blob/<sha>/<path>.
  const page = forge
    .commitUrl({ repoUrl, sha })
    .replace(/\/commit\/([^/]+)$/, '/blob/$1');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${page}/${encoded}${line === undefined ? '' : `#L${line}`}`;
}
