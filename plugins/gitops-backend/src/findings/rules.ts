import { FindingRule } from './Facts';
import { admissionRefused } from './rules/admissionRefused';
import { analysisFailed } from './rules/analysisFailed';
import { containerConfig } from './rules/containerConfig';
import { crashLoop } from './rules/crashLoop';
import { deletionStuck } from './rules/deletionStuck';
import { dependencyNotReady } from './rules/dependencyNotReady';
import { driftUnattended } from './rules/driftUnattended';
import { evicted } from './rules/evicted';
import { forbidden } from './rules/forbidden';
import { hookFailed } from './rules/hookFailed';
import { imagePull } from './rules/imagePull';
import { immutableField } from './rules/immutableField';
import { invalidManifest } from './rules/invalidManifest';
import { jobFailed } from './rules/jobFailed';
import { kindNotInstalled } from './rules/kindNotInstalled';
import { namespaceMissing } from './rules/namespaceMissing';
import { outOfMemory } from './rules/outOfMemory';
import { pathNotFound } from './rules/pathNotFound';
import { probeFailing } from './rules/probeFailing';
import { progressDeadline } from './rules/progressDeadline';
import { quotaExceeded } from './rules/quotaExceeded';
import { renderError } from './rules/renderError';
import { retriesExhausted } from './rules/retriesExhausted';
import { rolloutAborted } from './rules/rolloutAborted';
import { rolloutDegraded } from './rules/rolloutDegraded';
import { rolloutWaiting } from './rules/rolloutWaiting';
import { sourceAuthentication } from './rules/sourceAuthentication';
import { sourceNotFound } from './rules/sourceNotFound';
import { sourceNotReady } from './rules/sourceNotReady';
import { sourceUnknown } from './rules/sourceUnknown';
import { sourceUnreachable } from './rules/sourceUnreachable';
import { stale } from './rules/stale';
import { suspended } from './rules/suspended';
import { syncFailed } from './rules/syncFailed';
import { unhealthy } from './rules/unhealthy';
import { unreachable } from './rules/unreachable';
import { unschedulable } from './rules/unschedulable';
import { volumeMount } from './rules/volumeMount';
import { volumePending } from './rules/volumePending';

/**
 * All rules. Causes come before what follows from them, and of two that understand the same words the more exact one
 * comes first.
 */
export const findingRules: readonly FindingRule[] = [
  imagePull,
  outOfMemory,
  containerConfig,
  volumePending,
  volumeMount,
  unschedulable,
  probeFailing,
  crashLoop,
  evicted,
  quotaExceeded,
  admissionRefused,
  immutableField,
  forbidden,
  kindNotInstalled,
  namespaceMissing,
  jobFailed,
  hookFailed,
  dependencyNotReady,
  progressDeadline,
  pathNotFound,
  sourceUnknown,
  sourceAuthentication,
  sourceNotFound,
  renderError,
  invalidManifest,
  sourceUnreachable,
  sourceNotReady,
  syncFailed,
  retriesExhausted,
  analysisFailed,
  rolloutAborted,
  rolloutDegraded,
  driftUnattended,
  rolloutWaiting,
  unreachable,
  deletionStuck,
  stale,
  suspended,
  unhealthy,
];
