import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { automationReferences } from './references/imageAutomation';
import { sourceReferences } from './references/sources';
import { workloadReferences } from './references/workloads';

/** What Kustomizations and HelmReleases take their manifests from, what they deploy, and who writes newer images for them. */
export const fluxReferences: readonly ReferencedKind[] = [
  ...sourceReferences,
  ...workloadReferences,
  ...automationReferences,
];
