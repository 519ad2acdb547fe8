import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { reduceAnalysisRun } from './references/analysisRuns';
import { reduceExperiment } from './references/experiments';
import {
  podTemplateHash,
  reduceDeployment,
  reduceReplicaSet,
} from './references/workloads';

/** What belongs to a Rollout, and says what its own object doesn't. */
export const rolloutReferences: readonly ReferencedKind[] = [
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'AnalysisRun',
    plural: 'analysisruns',
    reduce: reduceAnalysisRun,
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Experiment',
    plural: 'experiments',
    reduce: reduceExperiment,
  },
  {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    labelSelector: podTemplateHash,
    reduce: reduceReplicaSet,
  },
  {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    plural: 'deployments',
    reduce: reduceDeployment,
  },
];
