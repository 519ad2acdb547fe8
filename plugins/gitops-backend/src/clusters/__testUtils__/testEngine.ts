import { InputError } from '@backstage/errors';
import { healthStatusSchema } from '@fairlead/backstage-plugin-gitops-common';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { storedTarget } from '../../services/__testUtils__/storedTarget';

const objectSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  status: z
    .object({ health: z.object({ status: healthStatusSchema }) })
    .optional(),
});

/** Reads of an Application its names, labels and health. One with the label `malformed` it does not understand. */
export const testEngine: GitOpsEngine = {
  id: 'argocd',
  title: 'Argo CD',
  kinds: [
    {
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'Application',
      plural: 'applications',
    },
  ],
  map(object, { cluster }) {
    const { metadata, status } = objectSchema.parse(object);
    if (metadata.labels.malformed) {
      throw new InputError('Not an Argo CD Application: spec is odd');
    }
    return storedTarget({
      ...metadata,
      cluster,
      health: status?.health.status ?? 'Unknown',
    }).status;
  },
  prepareAction() {
    return [];
  },
};
