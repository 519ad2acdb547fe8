import { CustomErrorBase } from '@backstage/errors';

/** Why a value in a file can't be found or edited. Stable: pages and tests may tell by it. */
export type ManifestProblemCode =
  | 'unparsable'
  | 'duplicate-key'
  | 'template'
  | 'not-text'
  | 'value-not-found'
  | 'alias'
  | 'shared-anchor'
  | 'merge-key'
  | 'block-scalar'
  | 'not-a-scalar'
  | 'unsafe-edit'
  | 'ambiguous'
  | 'secret-value'
  | 'too-many-files';

/** Where in the repository a problem lies. `line` is 1-based. */
export interface ManifestLocation {
  file: string;
  line?: number;
}

/** What is written in a file doesn't allow what was asked. The message is meant for the person who owns the file. */
export class ManifestProblem extends CustomErrorBase {
  name = 'ManifestProblem' as const;

  constructor(
    readonly code: ManifestProblemCode,
    message: string,
    readonly location: ManifestLocation,
  ) {
    super(message);
  }
}
