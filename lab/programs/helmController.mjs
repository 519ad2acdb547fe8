import { defineFluxController } from './fluxController.mjs';

/** Installs and upgrades HelmReleases. */
export const helmController = defineFluxController({
  name: 'helm-controller',
  usualSeconds: 600,
  ports: ports => ({ health: ports.helmHealth, metrics: ports.helmMetrics }),
  args: () => ['--requeue-dependency=5s'],
});
