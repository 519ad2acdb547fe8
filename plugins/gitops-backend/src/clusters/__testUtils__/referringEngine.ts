import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { testEngine } from './testEngine';

const projectSchema = z.object({
  spec: z.object({ description: z.string().optional() }),
});

const applicationSchema = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.object({ project: z.string() }),
});

/**
 * As the test engine, and writes the description of an Application's project to the label `about` of its target,
 * and, in the project `all`, the names of all projects to the label `projects`.
 */
export const referringEngine: GitOpsEngine = {
  ...testEngine,
  references: [
    {
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'AppProject',
      plural: 'appprojects',
      reduce: object => projectSchema.parse(object).spec.description,
    },
  ],
  map(object, context) {
    const status = testEngine.map(object, context);
    const { metadata, spec } = applicationSchema.parse(object);
    const about = context.find?.({
      kind: 'AppProject',
      namespace: metadata.namespace,
      name: spec.project,
    });
    const projects =
      spec.project === 'all' &&
      context.list?.({ kind: 'AppProject', namespace: metadata.namespace });
    return (
      status && {
        ...status,
        labels: {
          ...status.labels,
          about: String(about ?? 'unknown'),
          ...(projects && { projects: [...projects.keys()].sort().join() }),
        },
      }
    );
  },
};
