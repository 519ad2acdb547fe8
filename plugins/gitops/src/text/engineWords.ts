/** How people call an engine or a controller, and what it means for a target. */
interface EngineWords {
  title: string;
  /** No engine compares what runs with Git. */
  isPushed: boolean;
  means: string;
}

const known: Record<string, EngineWords> = {
  argocd: {
    title: 'Argo CD',
    isPushed: false,
    means: 'Argo CD deploys this from Git.',
  },
  flux: {
    title: 'Flux',
    isPushed: false,
    means: 'Flux deploys this from Git.',
  },
  kubernetes: {
    title: 'Kubernetes',
    isPushed: true,
    means:
      'A pipeline pushed this to the cluster: no engine compares it with Git.',
  },
};

/** Words for the engine of a target. One that is not known is called as it calls itself. */
export function engineWords(engine: string): EngineWords {
  return (
    known[engine] ?? {
      title: engine,
      isPushed: false,
      means: `${engine} deploys this.`,
    }
  );
}

const controllers: Record<string, string> = {
  'argo-rollouts': 'Argo Rollouts',
  flagger: 'Flagger',
};

/** How people call a rollout controller. */
export const controllerTitle = (controller: string) =>
  controllers[controller] ?? controller;
