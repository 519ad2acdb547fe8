import { ConfigReader } from '@backstage/config';
import { JsonArray } from '@backstage/types';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { readGitopsConfig } from '../config';
import { storedTarget } from '../services/__testUtils__/storedTarget';
import { environmentOf } from './environmentOf';

const clusters = [
  { name: 'hub', url: 'https://hub.example.com' },
  { name: 'spoke', url: 'https://10.0.0.1:6443/' },
];

function assignment(environments: JsonArray) {
  const config = readGitopsConfig(
    new ConfigReader({ gitops: { environments } }),
  );
  return { ...config, rules: config.environmentRules, clusters };
}

/** A target that nothing assigns anywhere, but for what is given. */
function status(
  options: Omit<Partial<TargetStatus>, 'object'> & {
    name?: string;
    cluster?: string;
    path?: string;
    valueFiles?: string[];
  },
): TargetStatus {
  const { name = 'orders', cluster, path, valueFiles, ...rest } = options;
  const base = storedTarget({
    name,
    ...(cluster && { cluster }),
    destinationNamespace: 'orders',
  }).status;
  return {
    ...base,
    sources: [
      {
        repoUrl: 'https://example.com/gitops.git',
        path: path ?? 'apps/orders',
        type: 'kustomize',
        ...(valueFiles && { valueFiles }),
      },
    ],
    ...rest,
  };
}

const names = assignment([
  { name: 'dev' },
  { name: 'eu' },
  { name: 'prod' },
  { name: 'prod-eu' },
]);

describe('environmentOf', () => {
  it.each<[string, string | undefined, TargetStatus]>([
    ['nothing', undefined, status({})],
    [
      'our label',
      'prod',
      status({ labels: { 'fairlead/environment': 'prod' } }),
    ],
    [
      'our annotation',
      'prod',
      status({ annotations: { 'fairlead/environment': 'Prod' } }),
    ],
    [
      'our label for an environment that is not configured, whatever else is there',
      undefined,
      status({
        labels: { 'fairlead/environment': 'qa', env: 'dev' },
        path: 'envs/dev',
      }),
    ],
    [
      'our label over a well-known one',
      'dev',
      status({ labels: { 'fairlead/environment': 'dev', env: 'prod' } }),
    ],
    ['a well-known label', 'prod', status({ labels: { environment: 'PROD' } })],
    ['another', 'prod-eu', status({ labels: { env: 'prod-eu' } })],
    [
      'a namespace of its own',
      'dev',
      status({ destination: { inCluster: true, namespace: 'dev' } }),
    ],
    [
      'the end of the namespace, and the longest name',
      'prod-eu',
      status({ destination: { inCluster: true, namespace: 'orders-prod-eu' } }),
    ],
    [
      'not the middle of the namespace',
      undefined,
      status({ destination: { inCluster: true, namespace: 'dev-orders-x' } }),
    ],
    [
      'the namespace over the path',
      'dev',
      status({
        destination: { inCluster: true, namespace: 'orders-dev' },
        path: 'envs/prod',
      }),
    ],
    ['a folder', 'prod-eu', status({ path: 'apps/orders/overlays/prod-eu' })],
    ['not a part of a folder', undefined, status({ path: 'prod-apps/orders' })],
    [
      'a folder of a values file of another source',
      'prod',
      status({ valueFiles: ['$values/envs/prod/values.yaml'] }),
    ],
    [
      'a values file',
      'dev',
      status({ valueFiles: ['values.yaml', 'values-dev.yaml'] }),
    ],
    [
      'a values file beside its chart',
      'prod-eu',
      status({ valueFiles: ['../config/prod-eu.yml'] }),
    ],
    ['the end of the name', 'dev', status({ name: 'orders-dev' })],
    [
      'the name of the cluster that it is deployed to',
      'prod-eu',
      status({ destination: { inCluster: false, name: 'acme-prod-eu' } }),
    ],
    [
      'the cluster of the engine, if it deploys there',
      'dev',
      status({ cluster: 'dev', destination: { inCluster: true } }),
    ],
    [
      'not the cluster of the engine, if it deploys elsewhere',
      undefined,
      status({
        cluster: 'dev',
        destination: { inCluster: false, server: 'https://elsewhere' },
      }),
    ],
  ])('goes by %s', (_, expected, target) => {
    expect(environmentOf(target, names)).toBe(expected);
  });

  const remote = status({
    name: 'orders',
    labels: { region: 'eu', env: 'dev' },
    path: 'apps/orders/live',
    destination: {
      inCluster: false,
      server: 'https://10.0.0.1:6443',
      namespace: 'shop',
    },
  });

  it.each<[JsonArray, boolean]>([
    [[{ cluster: 'spoke' }], true],
    [[{ cluster: 'hub' }], false],
    [[{ cluster: 'https://10.0.0.1:6443' }], true],
    [[{ namespace: 'sh?p' }], true],
    [[{ namespace: 'shop', cluster: 'hub' }], false],
    [[{ cluster: 'hub' }, { namespace: 'shop' }], true],
    [[{ label: 'region=eu' }], true],
    [[{ label: 'region=eu', labels: { env: 'prod' } }], false],
    [[{ labels: { region: '{eu,us}', env: 'd*' } }], true],
    [[{ path: 'apps/*/live' }], true],
    [[{ path: '**/live' }], true],
    [[{ path: 'apps/*' }], false],
    [[{ path: '/live$/' }], true],
    [[{ name: 'order' }], false],
    [[{ name: '/^order/' }], true],
  ])('matches %j: %s', (match, matches) => {
    const rules = assignment([{ name: 'target', match }, { name: 'dev' }]);
    expect(environmentOf(remote, rules)).toBe(matches ? 'target' : 'dev');
  });

  it('takes the first rule that holds, in the order of the config', () => {
    const condition = fc.constantFrom(
      { cluster: 'spoke' },
      { cluster: 'hub' },
      { namespace: 'shop' },
      { namespace: 'other' },
      { label: 'region=eu' },
      { label: 'region=us' },
      { path: '**/live' },
      { name: '*' },
    );
    const rules = fc.array(fc.array(condition, { maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(rules, matches => {
        const environments = matches.map((match, index) => ({
          name: `env${index}`,
          match,
        }));
        const alone = environments.map(environment =>
          environmentOf(remote, assignment([environment])),
        );
        expect(environmentOf(remote, assignment(environments))).toBe(
          alone.find(name => name !== undefined),
        );
      }),
    );
  });
});
