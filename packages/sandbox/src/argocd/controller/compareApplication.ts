import { KubeObject } from '../../contracts';
import { Application, ApplicationStatus, sourcesOf } from '../Application';
import { ManifestError } from '../ManifestError';
import { compare, Comparison } from './compare';
import { conditionsOf } from './conditions';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { liveImages } from './liveImages';
import { livePairs } from './livePairs';

/** A comparison, and the status that tells of it. */
export interface ComparedApplication {
  /** Absent when it could not be made. */
  comparison?: Comparison;
  revisions: string[];
  /** With what else there is to complain about. */
  status(
    complaints: Array<{ type: string; message: string }>,
  ): ApplicationStatus;
}

/** Compares what Git says with what is in the destination, as the controller's status tells it. */
export async function compareApplication(options: {
  application: Application;
  desired: Desired;
  destinations: Destinations;
}): Promise<ComparedApplication> {
  const { application, desired, destinations } = options;
  const { spec } = application;
  const before = application.status ?? {};
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const multi = Boolean(spec.sources?.length);
  const comparedTo = {
    destination: spec.destination,
    ...(multi ? { sources: spec.sources } : { source: spec.source }),
    ...(spec.ignoreDifferences && {
      ignoreDifferences: spec.ignoreDifferences,
    }),
  };
  const withHealth = (status: string) =>
    before.health?.status === status
      ? before.health
      : { status, lastTransitionTime: now };

  let destination;
  try {
    if (sourcesOf(spec).length === 0) {
      throw new ManifestError('spec.source or spec.sources is required');
    }
    destination = destinations.find(spec.destination);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return failed('InvalidSpecError', error.message, 'Unknown');
  }
  let state;
  try {
    state = await desired.state(application);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    // The last health that was seen is kept.
    return failed(
      'ComparisonError',
      error.message,
      before.health?.status ?? 'Unknown',
    );
  }

  const pairs = livePairs({
    application,
    wanted: state.objects,
    destination,
  });
  const comparison = compare({ pairs, ignored: spec.ignoreDifferences });
  const { revisions, sourceTypes } = state;
  const live = pairs.flatMap(pair => pair.live ?? []);
  return {
    comparison,
    revisions,
    status: complaints => ({
      ...before,
      sync: {
        status: comparison.sync,
        comparedTo,
        ...(multi ? { revisions } : { revision: revisions[0] }),
      },
      health: withHealth(comparison.health),
      resources: comparison.resources,
      conditions: conditionsOf({
        before: before.conditions,
        now,
        found: complaints,
      }),
      ...(multi ? { sourceTypes } : { sourceType: sourceTypes[0] }),
      summary: summaryOf(destination, live),
      reconciledAt: now,
      controllerNamespace: 'argocd',
    }),
  };

  function failed(
    type: string,
    message: string,
    health: string,
  ): ComparedApplication {
    return {
      revisions: [],
      status: complaints => ({
        ...before,
        sync: { status: 'Unknown', comparedTo },
        health: withHealth(health),
        resources: before.resources?.map(resource => ({
          ...resource,
          status: 'Unknown',
        })),
        conditions: conditionsOf({
          before: before.conditions,
          now,
          found: [{ type, message }, ...complaints],
        }),
        reconciledAt: now,
        controllerNamespace: 'argocd',
      }),
    };
  }
}

function summaryOf(
  destination: Parameters<typeof liveImages>[0],
  live: readonly KubeObject[],
) {
  const images = liveImages(destination, live);
  return images.length > 0 ? { images } : {};
}
