import { ArgoCdController, hurriedTimings, usualTimings } from './argocd';
import { RunningCluster } from './clusters';
import { ImageRegistry, MetricSource } from './contracts';
import { FluxController, hurriedFlux, usualFlux } from './flux';
import { RunningForge } from './forge';
import { hurriedFlagger, LoadTester, startFlagger } from './flagger';
import { hurriedRollouts, startRollouts } from './rollouts';
import { hurriedWorkloads, startWorkloads } from './workloads';

/** Starts, on each cluster, what makes pods of workloads, what rolls them out, and what deploys from the forge. */
export async function startControllers(options: {
  forge: RunningForge;
  clusters: readonly RunningCluster[];
  images: ImageRegistry;
  metrics: MetricSource;
  loadTester: LoadTester;
  onError: (error: unknown) => void;
  /** Everything takes as little time as it can. */
  hurry?: boolean;
}): Promise<{ stop(): Promise<void> }> {
  const {
    forge,
    clusters,
    images,
    metrics,
    loadTester,
    onError,
    hurry = false,
  } = options;
  const workloads = clusters.map(({ objects }) =>
    startWorkloads({
      objects,
      images,
      onError,
      ...(hurry && { timings: hurriedWorkloads }),
    }),
  );
  const rollouts = clusters.map(({ objects }) =>
    startRollouts({
      objects,
      metrics,
      onError,
      ...(hurry && { timings: hurriedRollouts }),
    }),
  );
  const flaggers = clusters.map(({ objects }) =>
    startFlagger({
      objects,
      metrics,
      loadTester,
      onError,
      ...(hurry && { timings: hurriedFlagger }),
    }),
  );
  const argoCds = clusters.map(({ objects }) =>
    ArgoCdController.start({
      home: objects,
      others: clusters
        .filter(other => other.objects !== objects)
        .map(other => other.objects),
      forge: forge.content,
      timings: hurry ? hurriedTimings : usualTimings,
      onError,
    }),
  );
  const fluxes = clusters.map(({ objects }) =>
    FluxController.start({
      objects,
      forge: forge.content,
      timings: hurry ? hurriedFlux : usualFlux,
      onError,
    }),
  );
  return {
    async stop() {
      await Promise.all(fluxes.map(flux => flux.stop()));
      await Promise.all(argoCds.map(argoCd => argoCd.stop()));
      await Promise.all(flaggers.map(each => each.stop()));
      await Promise.all(rollouts.map(each => each.stop()));
      await Promise.all(workloads.map(each => each.stop()));
    },
  };
}
