import { Image, VersionLinks } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { StoredTarget } from '../targets/StoredTarget';

const commitSha = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Pages of the commits and images of what is live in a target. No request. */
export function versionLinks(
  target: StoredTarget,
  forges: Forges,
): VersionLinks {
  const { sources, revisions, version } = target.status;
  return {
    commits: revisions.live.map((sha, index) => {
      // As declared it may be an address for SSH, or end in `.git`.
      const repoUrl = forges.normalize(sources[index]?.repoUrl ?? '');
      return repoUrl && commitSha.test(sha)
        ? (forges.forRepository(repoUrl)?.commitUrl({ repoUrl, sha }) ?? '')
        : '';
    }),
    images: version.images.map(imagePage),
  };
}

// Registries whose web pages follow from the image's name; others would be guesses.
const pages: Array<[RegExp, (path: string, image: Image) => string]> = [
  [/^ghcr\.io\/(.+)$/, path => `https://ghcr.io/${path}`],
  [
    /^quay\.io\/(.+)$/,
    (path, { tag }) =>
      `https://quay.io/repository/${path}${tag ? `?tab=tags&tag=${encodeURIComponent(tag)}` : ''}`,
  ],
  [
    /^(?:docker\.io\/)?library\/([^/]+)$/,
    path => `https://hub.docker.com/_/${path}`,
  ],
  [
    /^(?:docker\.io\/)?([^./:]+\/[^/]+)$/,
    (path, { tag }) =>
      `https://hub.docker.com/r/${path}/tags${tag ? `?name=${encodeURIComponent(tag)}` : ''}`,
  ],
  [/^([^/]*(?:gcr\.io|-docker\.pkg\.dev)\/.+)$/, path => `https://${path}`],
];

function imagePage(image: Image): string {
  for (const [pattern, page] of pages) {
    const match = pattern.exec(image.name);
    if (match) return page(match[1], image);
  }
  return '';
}
