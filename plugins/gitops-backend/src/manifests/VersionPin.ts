import { LocatedScalar } from './yaml/ScalarPlace';

/** Fields that say which version of a chart or repository is used. */
export type PinField = 'version' | 'tag' | 'digest' | 'semver' | 'commit';

/** What a manifest in Git says about the version of a chart, or of a repository that something is deployed from. */
export interface VersionPin {
  what: 'chart-version' | 'target-revision';
  /** The object that says it. */
  object: { kind: string; name: string };
  /** The chart's name, or the repository's URL. */
  subject: string;
  /** Where the subject comes from, when it is written. */
  repository?: string;
  /** All that is written, to be changed together. */
  fields: Partial<Record<PinField, LocatedScalar>>;
  /** A lock file beside it that would no longer fit. */
  lock?: string;
}
