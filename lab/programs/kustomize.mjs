import { versions } from '../versions.mjs';
import { defineProgram } from './program.mjs';

/** What Argo CD renders overlays with. */
export const kustomize = defineProgram({
  name: 'kustomize',
  module: 'sigs.k8s.io/kustomize/kustomize/v5',
  package: 'sigs.k8s.io/kustomize/kustomize/v5',
  ldflags: [
    `-X sigs.k8s.io/kustomize/api/provenance.version=${versions['sigs.k8s.io/kustomize/kustomize/v5']}`,
  ],
  usualSeconds: 60,
});
