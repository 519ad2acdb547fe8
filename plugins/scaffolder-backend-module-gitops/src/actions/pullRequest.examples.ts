import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const pullRequestExamples: TemplateExample[] = [
  {
    description: 'Add the manifests of a new service to the GitOps repository',
    example: stringify({
      steps: [
        {
          id: 'manifests',
          name: 'Open a pull request in the GitOps repository',
          action: 'gitops:pull-request',
          input: {
            repoUrl: 'github.com?owner=acme&repo=gitops',
            sourcePath: './gitops',
            branch: 'create/orders',
            title: 'Create orders',
            description: 'Manifests for dev and staging.',
          },
        },
      ],
    }),
  },
  {
    description: 'Put them in a folder, and ask someone to review',
    example: stringify({
      steps: [
        {
          id: 'manifests',
          name: 'Open a pull request in the GitOps repository',
          action: 'gitops:pull-request',
          input: {
            repoUrl: 'github.com?owner=acme&repo=gitops',
            targetPath: 'apps/orders',
            baseBranch: 'production',
            branch: 'create/orders',
            title: 'Create orders',
            labels: ['new-service'],
            reviewers: ['alice'],
          },
        },
      ],
    }),
  },
];
