import { Entity } from '@backstage/catalog-model';
import { Commit, Version } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';

/** What is new between two versions of a service. */
export interface CommitsBetween {
  /** Of the service's source code. */
  repoUrl: string;
  /** Oldest first. */
  commits: Commit[];
  /** Web page of the comparison. */
  compareUrl: string;
}

/**
 * The commits of the service's source code that are in `toVersion` and not in `fromVersion` (as a plan has them:
 * before and after). Undefined when the entity doesn't say where its source is, or no tags or commits of the
 * source are called like the images' tags. Throws the forge's error when that can't be read.
 */
export async function commitsBetween(options: {
  forges: Forges;
  entity: Entity;
  fromVersion: Version;
  toVersion: Version;
  limit: number;
}): Promise<CommitsBetween | undefined> {
  const { forges, entity, fromVersion, toVersion, limit } = options;
  const location = sourceRepository(entity);
  const repoUrl = location && forges.normalize(location);
  const forge = repoUrl && forges.forRepository(repoUrl);
  const tags = changedTags({ entity, fromVersion, toVersion });
  if (!repoUrl || !forge || !tags) {
    return undefined;
  }
  for (const [base, head] of refPairs(tags)) {
    const commits = await forge.compare({ repoUrl, base, head, limit });
    if (commits) {
      const range = [base, head].map(encodeURIComponent).join('...');
      return { repoUrl, commits, compareUrl: `${repoUrl}/compare/${range}` };
    }
  }
  return undefined;
}

/** Web URL of the repository that an entity's source is in, by the annotations that people already have. */
export function sourceRepository(entity: Entity): string | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const location = annotations['backstage.io/source-location'];
  const url = location?.startsWith('url:') ? location.slice(4) : undefined;
  const slug = annotations['github.com/project-slug'];
  const host = url && URL.canParse(url) ? new URL(url).origin : undefined;
  if (slug && /^\w[\w.-]*\/\w[\w.-]*$/.test(slug)) {
    // The slug has no host: the source location does, where the forge isn't github.com.
    return `${host ?? 'https://github.com'}/${slug}`;
  }
  if (!url || !host) {
    return undefined;
  }
  // GitLab has groups in groups, and `/-/` where the repository ends.
  const [path, more] = new URL(url).pathname.split('/-/');
  const segments = path.split('/').filter(Boolean);
  const repository = more === undefined ? segments.slice(0, 2) : segments;
  return repository.length < 2 ? undefined : [host, ...repository].join('/');
}

/** The tags of the image that is the service's own: the one called like it, or the only one that changes. */
function changedTags(options: {
  entity: Entity;
  fromVersion: Version;
  toVersion: Version;
}): { before: string; after: string } | undefined {
  const { entity, fromVersion, toVersion } = options;
  const changes = toVersion.images.flatMap(({ name, tag }) => {
    const before = fromVersion.images.filter(image => image.name === name);
    return tag && before.length === 1 && before[0].tag && before[0].tag !== tag
      ? [{ name, before: before[0].tag, after: tag }]
      : [];
  });
  const own = changes.filter(
    ({ name }) =>
      name.slice(name.lastIndexOf('/') + 1) === entity.metadata.name,
  );
  const distinct = new Set(
    changes.map(({ before, after }) => `${before} ${after}`),
  );
  if (own.length === 1) {
    return own[0];
  }
  return distinct.size === 1 ? changes[0] : undefined;
}

/** Tags in Git as people write them: like the image's tag, with or without a `v`. Images may be called by commit as well. */
function refPairs(tags: { before: string; after: string }): string[][] {
  const both = [tags.before, tags.after];
  const bare = both.map(tag => tag.replace(/^v(?=\d)/, ''));
  const pairs = [
    both,
    bare,
    bare.map(tag => (/^\d/.test(tag) ? `v${tag}` : tag)),
    both.map(tag => tag.replace(/^(sha|git)-/, '')),
  ].filter(pair => pair.every(ref => /^\w[\w.+-]*$/.test(ref)));
  return [...new Map(pairs.map(pair => [pair.join(), pair])).values()];
}
