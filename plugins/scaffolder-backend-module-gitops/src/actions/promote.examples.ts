import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const promoteExamples: TemplateExample[] = [
  {
    description: 'Promote what runs in dev to staging',
    example: stringify({
      steps: [
        {
          id: 'promote',
          name: 'Promote to staging',
          action: 'gitops:promote',
          input: {
            entityRef: 'component:default/orders',
            from: 'dev',
            to: 'staging',
            reason: 'Release of the week',
          },
        },
      ],
    }),
  },
];
