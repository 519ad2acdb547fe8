import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeEngineContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parse, parseAllDocuments } from 'yaml';
import { fluxEngine } from './FluxEngine';

const fixture = (name: string) =>
  parseAllDocuments(
    readFileSync(join(__dirname, '__fixtures__', name), 'utf8'),
  ).map(document => document.toJS());

const [orders] = fixture('orders.yaml');
const [payments] = fixture('payments.yaml');

const published = resolve(__dirname, '../../../../shared/domain/samples/flux');
const samples = existsSync(published)
  ? readdirSync(published).filter(file => /^(kustom|helmrel)/.test(file))
  : [];

describeEngineContract({
  name: 'Flux',
  engine: fluxEngine,
  secrets: ['hunter2'],
  referenced: [...fixture('sources.yaml'), ...fixture('cluster.yaml')],
  samples: [
    orders,
    { ...orders, spec: { ...orders.spec, suspend: true } },
    {
      ...orders,
      status: {
        ...orders.status,
        inventory: {
          entries: [
            { id: 'orders_orders_argoproj.io_Rollout', v: 'v1alpha1' },
            { id: 'orders_orders_flagger.app_Canary', v: 'v1beta1' },
          ],
        },
      },
    },
    payments,
    {
      ...payments,
      spec: { ...payments.spec, kubeConfig: undefined },
      status: {
        ...payments.status,
        conditions: [
          ...payments.status.conditions,
          {
            type: 'Drifted',
            status: 'True',
            message: 'Deployment/payments/web changed (1 changes)',
          },
        ],
        inventory: {
          entries: [{ id: 'payments_web_apps_Deployment', v: 'v1' }],
        },
      },
    },
    ...samples.map(file => parse(readFileSync(join(published, file), 'utf8'))),
  ],
});
