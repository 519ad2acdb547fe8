import { Source } from '@fairlead/backstage-plugin-gitops-common';
import { normalizeGitUrl } from '../forges/gitUrl';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { pipelinePlaces } from './pipelinePlaces';

const gitops = 'https://github.com/acme/gitops';
const source = (path: string, rest: Partial<Source> = {}): Source => ({
  repoUrl: `${gitops}.git`,
  type: 'kustomize',
  path,
  ...rest,
});

function placesOf(sources: Source[][], annotation?: string) {
  const places = pipelinePlaces({
    targets: sources.map((each, index) => {
      const target = storedTarget({ name: `orders-${index}` });
      return { ...target, status: { ...target.status, sources: each } };
    }),
    ...(annotation !== undefined && { annotation }),
    fileNames: ['fairlead.yaml', 'fairlead.yml'],
    normalize: normalizeGitUrl,
  });
  return places.map(
    ({ repoUrl, paths }) =>
      `${repoUrl.replace('https://github.com/', '')}: ${paths
        .filter(path => !path.endsWith('.yml'))
        .join(' ')}`,
  );
}

describe('where the pipeline file is', () => {
  it('is the deepest folder that all targets have in common, and upwards from there', () => {
    expect(
      placesOf([
        [source('services/orders/overlays/dev')],
        [source('./services/orders/overlays/prod/')],
      ]),
    ).toEqual([
      'acme/gitops: services/orders/overlays/fairlead.yaml services/orders/fairlead.yaml services/fairlead.yaml fairlead.yaml',
    ]);
    expect(
      placesOf([[source('envs/dev/orders')], [source('envs/prod/orders')]]),
    ).toEqual(['acme/gitops: envs/fairlead.yaml fairlead.yaml']);
    expect(
      placesOf([[source('services/orders')], [source('services/orders-2')]]),
    ).toEqual(['acme/gitops: services/fairlead.yaml fairlead.yaml']);
    expect(placesOf([[source('dev')], [source('.')]])).toEqual([
      'acme/gitops: fairlead.yaml',
    ]);
  });

  it('tries all names in a folder before the next folder', () => {
    expect(
      pipelinePlaces({
        targets: [storedTarget({ name: 'orders', environment: 'dev' })],
        fileNames: ['fairlead.yaml', 'fairlead.yml'],
        normalize: normalizeGitUrl,
      })[0].paths.slice(0, 3),
    ).toEqual([
      'apps/orders/overlays/dev/fairlead.yaml',
      'apps/orders/overlays/dev/fairlead.yml',
      'apps/orders/overlays/fairlead.yaml',
    ]);
  });

  it('is beside the values, where a chart takes them from another source', () => {
    const chart: Source = {
      repoUrl: 'https://charts.acme.dev/library',
      chart: 'service',
      type: 'helm',
      valueFiles: ['$values/services/orders/dev/values.yaml', 'values-x.yaml'],
    };
    const values: Source = { repoUrl: gitops, ref: 'values', type: 'unknown' };
    expect(placesOf([[chart, values]])).toEqual([
      'acme/gitops: services/orders/dev/fairlead.yaml services/orders/fairlead.yaml services/fairlead.yaml fairlead.yaml',
    ]);
    expect(
      placesOf([
        [
          {
            ...source('charts/service'),
            valueFiles: ['$values/orders/dev.yaml'],
          },
          values,
        ],
      ]),
    ).toEqual(['acme/gitops: orders/fairlead.yaml fairlead.yaml']);
    expect(placesOf([[chart]])).toEqual([]);
  });

  it('is first in the repository that most targets are in', () => {
    const other = source('deploy', { repoUrl: 'git@github.com:acme/app.git' });
    expect(
      placesOf([
        [other, source('services/orders/dev')],
        [source('services/orders/prod')],
      ]),
    ).toEqual([
      'acme/gitops: services/orders/fairlead.yaml services/fairlead.yaml fairlead.yaml',
      'acme/app: deploy/fairlead.yaml fairlead.yaml',
    ]);
    expect(placesOf([[source('x', { repoUrl: 'nonsense' })]])).toEqual([]);
  });

  it('is what the entity says', () => {
    expect(
      placesOf([[source('services/orders')]], ' /pipelines/orders.yaml '),
    ).toEqual(['acme/gitops: pipelines/orders.yaml']);
  });
});
