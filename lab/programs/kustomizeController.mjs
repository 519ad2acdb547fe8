import { defineFluxController } from './fluxController.mjs';

/** Applies Kustomizations. */
export const kustomizeController = defineFluxController({
  name: 'kustomize-controller',
  usualSeconds: 320,
  ports: ports => ({
    health: ports.kustomizeHealth,
    metrics: ports.kustomizeMetrics,
  }),
  args: () => ['--requeue-dependency=5s'],
});
