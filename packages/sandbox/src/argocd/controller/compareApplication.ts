import { ClusterObjects } from '../../contracts';
import {
  Application,
  ApplicationStatus,
  ResourceStatus,
  sourcesOf,
} from '../Application';
import { ManifestError } from '../ManifestError';
import { compare, Comparison } from './compare';
import { conditionsOf } from './conditions';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { kubeTime } from './kubeTime';
import { livePairs } from './livePairs';
import { checkProject } from './Project';
import { storesResourceHealth } from './settings';
import { summaryOf } from './summary';

/** A comparison, and what the status tells of it. */
export interface ComparedApplication {
  /** Absent when it could not be made. */
  comparison?: Comparison;
  revisions: string[];
  /** The fields of the status that are about comparing, with what else there is to complain about. */
  status(
    complaints: Array<{ type: string; message: string }>,
  ): ApplicationStatus;
}

/** Compares what Git says with what is in the destination, as the controller's status tells it. */
export async function compareApplication(options: {
  application: Application;
  home: ClusterObjects;
  desired: Desired;
  destinations: Destinations;
}): Promise<ComparedApplication> {
  const { application, home, desired, destinations } = options;
  const { spec } = application;
  const before = application.status ?? {};
  const now = kubeTime();
  const multi = Boolean(spec.sources?.length);
  const comparedTo = {
    destination: spec.destination,
    // The field is required; with several sources it stays empty.
    ...(multi
      ? { source: { repoURL: '' }, sources: spec.sources }
      : { source: spec.source }),
    ...(spec.ignoreDifferences && {
      ignoreDifferences: spec.ignoreDifferences,
    }),
  };
  const common = { reconciledAt: now, controllerNamespace: 'argocd' };
  const withHealth = (status: string) =>
    before.health?.status === status
      ? before.health
      : { status, lastTransitionTime: now };

  let destination: ClusterObjects;
  try {
    if (sourcesOf(spec).length === 0) {
      throw new ManifestError('spec.source or spec.sources is required');
    }
    destination = destinations.find(spec.destination);
    checkProject({ application, home });
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return failed({
      type: 'InvalidSpecError',
      message: error.message,
      health: 'Unknown',
    });
  }
  let state;
  try {
    state = await desired.state(application);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return failed({
      type: 'ComparisonError',
      message: error.message,
      // The last one that was seen.
      health: before.health?.status ?? 'Unknown',
    });
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
      ...common,
      sync: {
        status: comparison.sync,
        comparedTo,
        ...(multi ? { revisions } : { revision: revisions[0] }),
      },
      health: withHealth(comparison.health),
      ...resourcesOf(comparison.resources, storesResourceHealth(home)),
      conditions: conditionsOf({
        before: before.conditions,
        now,
        found: complaints,
      }),
      sourceType: multi ? undefined : sourceTypes[0],
      sourceTypes: multi ? sourceTypes : undefined,
      summary: summaryOf(destination, live),
    }),
  };

  function failed(problem: {
    type: string;
    message: string;
    health: string;
  }): ComparedApplication {
    const { type, message, health } = problem;
    return {
      revisions: [],
      status: complaints => ({
        ...common,
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
      }),
    };
  }
}

function resourcesOf(resources: ResourceStatus[], withHealth: boolean) {
  if (withHealth) return { resources, resourceHealthSource: undefined };
  return {
    resources: resources.map(({ health: _, ...resource }) => resource),
    resourceHealthSource: 'appTree',
  };
}
