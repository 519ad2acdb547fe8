import { defineProgram } from './program.mjs';

/** What Argo CD renders charts with. */
export const helm = defineProgram({
  name: 'helm',
  module: 'helm.sh/helm/v4',
  package: 'helm.sh/helm/v4/cmd/helm',
  usualSeconds: 120,
});
