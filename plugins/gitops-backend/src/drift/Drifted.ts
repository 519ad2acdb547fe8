import {
  DriftDetail,
  DriftField,
} from '@fairlead/backstage-plugin-gitops-common';
import { FileChange } from '../promotions/plan/writeEdits';
import { GitManifest } from './git/GitManifests';

/** A field that differs, and how it could be written into Git. */
export interface DriftedField {
  shown: DriftField;
  /** Only where that is possible. */
  edit?: { manifest: GitManifest; changes: FileChange[] };
}

/** A resource that differs. */
export interface DriftedResource extends Omit<
  DriftDetail['resources'][number],
  'fields'
> {
  fields: DriftedField[];
}

/** What was found out about the drift of a target. */
export interface DriftReading {
  resources: DriftedResource[];
  outlook: string;
  /** The earliest that fields are known to have been changed, where the engine itself keeps no account of drift. */
  changedAt?: string;
}
