import { Entity } from '@backstage/catalog-model';
import { storedTarget } from './__testUtils__/storedTarget';
import { entityTargets } from './entityTargets';
import { TargetIndex } from './TargetIndex';

const entity = (annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', annotations },
});

const targets = [
  storedTarget({ name: 'orders-dev', labels: { app: 'orders', tier: 'dev' } }),
  storedTarget({ name: 'orders-prod', namespace: 'team', cluster: 'prod' }),
  storedTarget({
    name: 'orders-eu',
    labels: { app: 'orders', 'backstage.io/kubernetes-id': 'orders' },
    destinationNamespace: 'eu',
  }),
  storedTarget({
    name: 'elsewhere',
    annotations: { 'fairlead/entity-ref': 'Component:Default/Orders' },
  }),
  storedTarget({ name: 'payments', labels: { app: 'payments' } }),
];
const index = TargetIndex.create(targets);
const found = (annotations: Record<string, string>) =>
  index
    .find(entityTargets(entity(annotations), { clusters: ['hub', 'prod'] }))
    .map(({ status }) => status.object.name)
    .sort();

describe('targets of an entity', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['nothing but the object that names it', {}, ['elsewhere']],
    [
      'a name',
      { 'argocd/app-name': 'orders-dev' },
      ['elsewhere', 'orders-dev'],
    ],
    [
      'several names, one with its namespace',
      { 'argocd/app-name': 'orders-dev, team/orders-prod, argocd/orders-prod' },
      ['elsewhere', 'orders-dev', 'orders-prod'],
    ],
    [
      'a name in a namespace',
      { 'argocd/app-name': 'orders-prod', 'argocd/app-namespace': 'argocd' },
      ['elsewhere'],
    ],
    [
      'a selector',
      { 'argocd/app-selector': 'app=orders,tier==dev' },
      ['elsewhere', 'orders-dev'],
    ],
    [
      'a selector with a set',
      { 'argocd/app-selector': 'app in (payments, other)' },
      ['elsewhere', 'payments'],
    ],
    [
      'an instance that is a cluster',
      {
        'argocd/app-name': 'orders-dev,orders-prod',
        'argocd/instance-name': 'prod',
      },
      ['orders-prod'],
    ],
    [
      'an instance that is no cluster',
      { 'argocd/app-name': 'orders-dev', 'argocd/instance-name': 'main' },
      ['elsewhere', 'orders-dev'],
    ],
    [
      'a Kubernetes id',
      { 'backstage.io/kubernetes-id': 'orders' },
      ['elsewhere', 'orders-eu'],
    ],
    [
      'a Kubernetes selector, which wins over the id',
      {
        'backstage.io/kubernetes-id': 'orders',
        'backstage.io/kubernetes-label-selector': 'app=payments',
      },
      ['elsewhere', 'payments'],
    ],
    [
      'a Kubernetes namespace, which narrows',
      {
        'backstage.io/kubernetes-label-selector': 'app=orders',
        'backstage.io/kubernetes-namespace': 'eu',
      },
      ['orders-eu'],
    ],
  ])('%s', (_, annotations, names) => {
    expect(found(annotations)).toEqual(names);
  });

  it.each([
    ['app!=orders', /"app!=orders" is not understood/],
    ['app in ()', /names no value/],
    [',', /it is empty/],
  ])('says what is wrong with the selector %s', (selector, problem) => {
    const read = entityTargets(entity({ 'argocd/app-selector': selector }), {
      clusters: [],
    });
    expect(read.problems).toEqual([expect.stringMatching(problem)]);
    expect(read.annotated).toBe(true);
    expect(read.conditions).toHaveLength(1);
  });
});
