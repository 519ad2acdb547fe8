import { defineKubernetesProgram } from './kubernetesProgram.mjs';

/** What the lab and its recorder speak to the cluster with. */
export const kubectl = defineKubernetesProgram({
  name: 'kubectl',
  usualSeconds: 60,
});
