import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { ImageMatch, WantedChange } from './matchImages';
import { PinMatch } from './matchPins';
import { RevisionMatch } from './matchRevisions';
import { TargetReading } from './TargetReading';

/** What has to change for one target. */
export interface TargetDraft {
  reading: TargetReading;
  images: ImageMatch;
  revisions: RevisionMatch;
  pins: PinMatch;
  changes: WantedChange[];
  /** Directories of the target that are replaced as a whole. */
  directories: string[];
  blockers: PlanBlocker[];
}
