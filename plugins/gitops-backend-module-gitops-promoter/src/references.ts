import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { selectedApplications } from './mapping/selectedApplications';

/** What environments are linked with their targets by. */
export const promoterReferences: readonly ReferencedKind[] = [
  {
    group: 'promoter.argoproj.io',
    version: 'v1alpha1',
    kind: 'ArgoCDCommitStatus',
    plural: 'argocdcommitstatuses',
    reduce: selectedApplications,
  },
];
