import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeEngineContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parse } from 'yaml';
import { argoCdEngine } from './ArgoCdEngine';

const read = (path: string) => parse(readFileSync(path, 'utf8'));

const published = resolve(
  __dirname,
  '../../../../shared/domain/samples/argocd',
);
const samples = existsSync(published)
  ? readdirSync(published).filter(file => /^application_.*yaml$/.test(file))
  : [];

const orders = read(
  join(__dirname, '__fixtures__', 'application-multi-source.yaml'),
);
const resource = {
  version: 'v1alpha1',
  namespace: 'orders',
  name: 'orders',
  status: 'OutOfSync',
};

describeEngineContract({
  name: 'Argo CD',
  engine: argoCdEngine,
  secrets: ['hunter2'],
  samples: [
    orders,
    {
      ...orders,
      operation: undefined,
      status: {
        ...orders.status,
        operationState: { phase: 'Succeeded' },
        resources: [
          { ...resource, group: 'argoproj.io', kind: 'Rollout' },
          { ...resource, group: 'flagger.app', kind: 'Canary' },
          { ...resource, group: 'argoproj.io', kind: 'AnalysisTemplate' },
          { ...resource, version: 'v1', kind: 'Service', status: undefined },
        ],
      },
    },
    ...samples.map(file => read(join(published, file))),
  ],
});
