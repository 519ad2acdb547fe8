import { ConflictError, CustomErrorBase, InputError } from '@backstage/errors';

/** One thing that is wrong with a request, as GitHub lists them under `errors`. */
export interface FieldProblem {
  resource: string;
  code:
    | 'missing'
    | 'missing_field'
    | 'invalid'
    | 'already_exists'
    | 'unprocessable'
    | 'custom';
  field?: string;
  value?: string;
  message?: string;
}

/** GitHub's "Validation Failed" (422). */
export class ValidationError extends InputError {
  constructor(
    /** For some requests GitHub has sentences in place of fields. */
    readonly problems: Array<FieldProblem | string>,
    message = 'Validation Failed',
  ) {
    super(message);
  }

  /** For people: the first problem's own words, where it has some. */
  get reason(): string {
    const [first] = this.problems;
    return (typeof first === 'string' ? first : first?.message) ?? this.message;
  }
}

/** A pull request that can't be merged as it is (405): conflicts, a draft, missing reviews or checks. */
export class NotMergeableError extends ConflictError {}

/** Somebody who is known, but may not do this (403). */
export class ForbiddenError extends CustomErrorBase {
  name = 'NotAllowedError' as const;
}
