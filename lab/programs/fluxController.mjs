import { defineProgram } from './program.mjs';

/** A controller of Flux; they are built, started and watched alike. */
export function defineFluxController({
  name,
  args,
  ports: portsOf,
  ...program
}) {
  return defineProgram({
    name,
    module: `github.com/fluxcd/${name}`,
    package: `github.com/fluxcd/${name}`,
    crds: ['config/crd/bases'],
    ...program,
    run: lab => {
      const { health, metrics } = portsOf(lab.ports);
      return {
        args: [
          `--health-addr=127.0.0.1:${health}`,
          `--metrics-addr=127.0.0.1:${metrics}`,
          '--events-addr=',
          '--enable-leader-election=false',
          '--log-level=info',
          ...args(lab),
        ],
        env: { RUNTIME_NAMESPACE: 'flux-system', KUBECONFIG: lab.kubeconfig },
        health: { url: `http://127.0.0.1:${health}/readyz` },
      };
    },
  });
}
