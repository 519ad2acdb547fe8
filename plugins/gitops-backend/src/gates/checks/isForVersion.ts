import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { JobSighting } from './JobReader';

/**
 * Whether a job ran for the promoted version. Its own label says so, or an image that it shares with the service; a job
 * that has neither must have been created after the merge.
 */
export function isForVersion(
  job: JobSighting,
  { plan, pullRequest }: Pick<Promotion, 'plan' | 'pullRequest'>,
): boolean {
  const { toVersion } = plan;
  const shared = job.images.flatMap(image => {
    const wanted = toVersion.images.filter(({ name }) => name === image.name);
    return wanted.length > 0 ? [{ image, wanted }] : [];
  });
  if (shared.length > 0) {
    return shared.every(({ image, wanted }) =>
      wanted.some(({ tag, digest }) =>
        image.digest && digest
          ? image.digest === digest
          : image.tag !== undefined && image.tag === tag,
      ),
    );
  }
  if (job.versionLabel !== undefined) {
    return job.versionLabel === versionLabel(toVersion);
  }
  const mergedAt = Date.parse(pullRequest?.mergedAt ?? '');
  return Date.parse(job.createdAt) >= mergedAt;
}
