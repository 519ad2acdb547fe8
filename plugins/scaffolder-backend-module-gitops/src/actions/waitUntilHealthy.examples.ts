import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const waitUntilHealthyExamples: TemplateExample[] = [
  {
    description: 'Wait until a version is healthy in dev',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until it runs in dev',
          action: 'gitops:wait-until-healthy',
          input: {
            entityRef: 'component:default/orders',
            environment: 'dev',
            version: '1.5.0',
            timeoutMinutes: 10,
          },
        },
      ],
    }),
  },
];
