import {
  PlanBlocker,
  Source,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ApplicationManifest } from '../../manifests/application/ApplicationManifest';
import { ImageSlot } from '../../manifests/ImageSlot';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { VersionPin } from '../../manifests/VersionPin';
import { FileAt } from './RepositoryAt';

/** What is written in Git, and in the engine's object, about one target. */
export interface TargetReading {
  id: string;
  status: TargetStatus;
  /** Of its sources' manifests only what is of this HelmRelease counts. */
  release?: string;
  /** The places that decide about images, after all overrides. */
  slots: ImageSlot[];
  /** Versions of charts and sources that manifests in Git name. */
  pins: VersionPin[];
  /** Files that the target is made from. */
  used: FileAt[];
  /** Why a source couldn't be understood at all. */
  problems: ManifestProblem[];
  /** What may be the reason, should an image not be found. */
  doubts: PlanBlocker[];
  /** The engine's object in Git, when it was looked for and found. */
  manifest?: ApplicationManifest;
}

/** Where a source's manifests are, without slashes at the ends; `.` for the root. */
export function directoryOf(source: Source): string | undefined {
  return source.path === undefined
    ? undefined
    : source.path.replace(/^(\.?\/)+|\/+$/g, '') || '.';
}
