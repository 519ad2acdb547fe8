import { Repository } from '../../domain';
import { GitRepository, PathEntry } from '../../git/GitRepository';
import { View } from './View';

const LARGE = 1024 * 1024;

interface Shown {
  repository: Repository;
  git: GitRepository;
  entry: PathEntry;
  /** As it was asked for. */
  ref: string;
}

/** An entry of GitHub's `content-directory`. */
export async function presentEntry({ forge }: View, shown: Shown) {
  const { repository, git, entry, ref } = shown;
  const { urls } = forge;
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const api = urls.repositoryApi(repository);
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const self = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const html = `${urls.repository(repository)}/${kind}/${ref}/${path}`;
  const gitUrl = `${api}/git/${kind}s/${entry.sha}`;
  return {
    type: typeOf(entry),
    name: entry.name,
    path: entry.path,
    sha: entry.sha,
    size:
      entry.type === 'blob' ? ((await git.blob(entry.sha))?.length ?? 0) : 0,
    url: self,
    html_url: html,
    git_url: entry.type === 'commit' ? null : gitUrl,
    download_url:
      entry.type === 'blob'
        ? `${urls.base}/raw/${urls.fullName(repository)}/${ref}/${path}`
        : null,
    _links: {
      self,
      html,
      git: entry.type === 'commit' ? null : gitUrl,
    },
  };
}

/** GitHub's `content-directory`. */
export async function presentDirectory(view: View, shown: Shown) {
  const { git, entry } = shown;
  const entries = (await git.tree(entry.sha)) ?? [];
  const prefix = entry.path === '' ? '' : `${entry.path}/`;
  return Promise.all(
    entries.map(async each =>
      presentEntry(view, {
        ...shown,
        entry: { ...each, path: `${prefix}${each.name}` },
      }),
    ),
  );
}

/** GitHub's `content-file`, `content-symlink` or `content-submodule`. */
export async function presentFileContent(view: View, shown: Shown) {
  const { git, entry } = shown;
  const presented = await presentEntry(view, shown);
  if (entry.type === 'commit') {
    return { ...presented, submodule_git_url: view.forge.urls.base };
  }
  const body = (await git.blob(entry.sha)) ?? Buffer.alloc(0);
  if (entry.mode === '120000') return { ...presented, target: body.toString() };
  return body.length > LARGE
    ? { ...presented, encoding: 'none', content: '' }
    : { ...presented, encoding: 'base64', content: wrapped(body) };
}

/** GitHub breaks base64 into lines. */
function wrapped(body: Buffer): string {
  return body.toString('base64').replace(/.{60}/g, '$&\n');
}

function typeOf({ type, mode }: PathEntry) {
  if (mode === '120000') return 'symlink';
  if (type === 'commit') return 'submodule';
  return type === 'tree' ? 'dir' : 'file';
}
