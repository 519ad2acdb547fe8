import { versions } from '../versions.mjs';
import { defineProgram } from './program.mjs';

const engine = 'github.com/argoproj/argo-cd/gitops-engine';

/** All commands of Argo CD, in one binary. */
export const argoCd = defineProgram({
  name: 'argocd',
  module: 'github.com/argoproj/argo-cd/v3',
  package: 'github.com/argoproj/argo-cd/v3/cmd',
  replacements: { [engine]: versions[engine] },
  ldflags: [
    `-X github.com/argoproj/argo-cd/v3/common.version=${versions['github.com/argoproj/argo-cd/v3'].slice(1)}`,
  ],
  crds: ['manifests/crds'],
  usualSeconds: 900,
});
