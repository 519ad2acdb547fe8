import { versions } from '../../versions.mjs';
import { defineProgram } from '../program.mjs';

const module = 'github.com/argoproj/argo-cd/v3';
const engine = 'github.com/argoproj/argo-cd/gitops-engine';
const [, year, month, day] = /-(\d{4})(\d{2})(\d{2})\d{6}-/.exec(
  versions[engine],
);

/**
 * All commands of Argo CD, in one binary. Its own go.mod takes the engine from a folder of its
 * repository, which no module holds; a published version of the engine stands for it.
 */
export const argoCd = defineProgram({
  name: 'argocd',
  module,
  package: `${module}/cmd`,
  replacements: { [engine]: versions[engine] },
  builtWith: `gitops-engine of ${year}-${month}-${day}`,
  ldflags: [`-X ${module}/common.version=${versions[module].slice(1)}`],
  crds: [
    'manifests/crds/application-crd.yaml',
    'manifests/crds/applicationset-crd.yaml',
    'manifests/crds/appproject-crd.yaml',
  ],
  usualSeconds: 900,
});
