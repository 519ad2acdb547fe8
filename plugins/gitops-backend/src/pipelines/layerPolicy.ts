import {
  CheckPolicy,
  EnvironmentPolicy,
  GatesPolicy,
  Windows,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { authoredCheck } from '../config/policy/checks';
import { AuthoredPolicy } from '../config/policy/policy';

type AuthoredGates = NonNullable<AuthoredPolicy['gates']>;
type AuthoredWindows = Exclude<AuthoredGates['windows'], false | undefined>;
type AuthoredWindow = NonNullable<AuthoredWindows['allow']>[number];
type AuthoredCheck = z.output<typeof authoredCheck>;

/** Lays what is said nearer over what is said farther away. Groups of keys are merged, lists replace each other. */
export function layerPolicy(
  below: EnvironmentPolicy,
  authored: AuthoredPolicy,
): EnvironmentPolicy {
  const { rollback, gates, waves, ...plain } = authored;
  const layered: EnvironmentPolicy = {
    ...below,
    ...defined(plain),
    rollback: {
      automatic: rollback?.automatic ?? below.rollback.automatic,
      maxAgeMs: rollback?.maxAge ?? below.rollback.maxAgeMs,
      gated: rollback?.gated ?? below.rollback.gated,
    },
    gates: gates ? layerGates(below.gates, gates) : below.gates,
  };
  if (waves === false) delete layered.waves;
  if (waves) {
    const { percent, clusters, soak, failureLimit } = waves;
    layered.waves = {
      ...(percent && { percent }),
      ...(clusters && { clusters }),
      soakMs: soak ?? 0,
      failureLimit: failureLimit ?? 0,
    };
  }
  return layered;
}

function layerGates(below: GatesPolicy, gates: AuthoredGates): GatesPolicy {
  const { windows, approvals } = gates;
  const layered: GatesPolicy = {
    ...below,
    verified: gates.verified ?? below.verified,
    soakMs: gates.soak ?? below.soakMs,
    checks: gates.checks ?? below.checks,
    reviews: gates.reviews ?? below.reviews,
    custom: gates.custom?.map(checkOf) ?? below.custom,
  };
  if (windows === false) delete layered.windows;
  if (windows) layered.windows = layerWindows(below.windows, windows);
  if (approvals === false) delete layered.approvals;
  if (approvals) {
    layered.approvals = {
      required: approvals.required ?? below.approvals?.required ?? 1,
      from: approvals.from ?? below.approvals?.from ?? ['owners'],
    };
  }
  return layered;
}

function layerWindows(
  below: Windows | undefined,
  windows: AuthoredWindows,
): Windows {
  return {
    timeZone: windows.timeZone ?? below?.timeZone ?? 'UTC',
    allow: windows.allow?.map(windowOf) ?? below?.allow ?? [],
    deny: windows.deny?.map(windowOf) ?? below?.deny ?? [],
    phases: windows.at ?? below?.phases ?? ['open', 'merge'],
  };
}

function windowOf(window: AuthoredWindow): Windows['allow'][number] {
  const { fromDate, toDate, reason } = window;
  const why = reason === undefined ? {} : { reason };
  if (fromDate !== undefined && toDate !== undefined) {
    return { fromDate, toDate, ...why };
  }
  return {
    days: window.days ?? ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: window.from ?? '00:00',
    to: window.to ?? '24:00',
    ...why,
  };
}

function checkOf(check: AuthoredCheck): CheckPolicy {
  const { at, patience, ...rest } = check;
  const patienceMs = patience ?? 15 * 60_000;
  switch (rest.type) {
    case 'http': {
      const { timeout, ...http } = rest;
      return {
        ...http,
        method: http.method ?? 'GET',
        statuses: http.statuses ?? [200, 201, 202, 204],
        phases: at ?? ['merge'],
        timeoutMs: timeout ?? 10_000,
        patienceMs,
      };
    }
    case 'prometheus': {
      const { timeout, ...prometheus } = rest;
      return {
        ...prometheus,
        phases: at ?? ['merge'],
        timeoutMs: timeout ?? 10_000,
        patienceMs,
      };
    }
    default:
      return { ...rest, phases: at ?? ['finish'], patienceMs };
  }
}

function defined<T extends object>(object: T): Partial<T> {
  const copy: Partial<T> = { ...object };
  for (const key of Object.keys(copy)) {
    if (copy[key as keyof T] === undefined) delete copy[key as keyof T];
  }
  return copy;
}
