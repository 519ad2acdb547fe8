import { ClusterObjects } from '../../contracts';
import { Application } from '../Application';
import { ManifestError } from '../ManifestError';
import { refOf } from '../objects';
import { Destinations } from './Destinations';
import { livePairs } from './livePairs';

const finalizerPrefix = 'resources-finalizer.argocd.argoproj.io';

/** Carries out the deletion of an Application: with the finalizer, what it deployed goes first. */
export function deleteResources(options: {
  application: Application;
  home: ClusterObjects;
  destinations: Destinations;
}): void {
  const { application, home, destinations } = options;
  const { finalizers = [], name, namespace } = application.metadata;
  if (!finalizers.some(each => each.startsWith(finalizerPrefix))) return;
  try {
    const destination = destinations.find(application.spec.destination);
    for (const { live } of livePairs({
      application,
      wanted: [],
      destination,
    })) {
      if (live) destination.delete(refOf(live));
    }
  } catch (error) {
    // A destination that is not there holds nothing to delete.
    if (!(error instanceof ManifestError)) throw error;
  }
  home.mergePatch(
    {
      apiVersion: application.apiVersion,
      kind: application.kind,
      namespace,
      name,
    },
    {
      metadata: {
        finalizers: finalizers.filter(
          each => !each.startsWith(finalizerPrefix),
        ),
      },
    },
  );
}
