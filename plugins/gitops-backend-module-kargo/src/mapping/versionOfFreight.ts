import { Freight, Version } from '@fairlead/backstage-plugin-gitops-common';
import { FreightReference } from '../schema';

type Parts = Pick<FreightReference, 'images' | 'charts' | 'commits'>;

/** Images and chart of freight. Of several charts only one can be told. */
export function versionOfFreight(parts: readonly Parts[]): Version {
  const images = parts.flatMap(part => part.images ?? []);
  const charts = parts.flatMap(part => part.charts ?? []);
  const chart = charts.find(each => each.version);
  return {
    images: images.flatMap(({ repoURL, tag, digest }) =>
      repoURL
        ? [{ name: repoURL, ...(tag && { tag }), ...(digest && { digest }) }]
        : [],
    ),
    ...(chart?.version && {
      chart: {
        // An OCI chart has no name of its own: its repository is the chart.
        name: chart.name || (chart.repoURL ?? '').replace(/^.*\//, ''),
        version: chart.version,
        ...(chart.repoURL && { repository: chart.repoURL }),
      },
    }),
  };
}

/** Commits of freight. */
export function commitsOfFreight(parts: readonly Parts[]): Freight['commits'] {
  return parts
    .flatMap(part => part.commits ?? [])
    .flatMap(({ repoURL, id, branch, message, author }) =>
      id
        ? [
            {
              sha: id,
              ...(repoURL && { repoUrl: repoURL }),
              ...(branch && { branch }),
              ...(message && { message: message.split('\n', 1)[0] }),
              ...(author && { author: author.replace(/\s*<[^>]*>$/, '') }),
            },
          ]
        : [],
    );
}
