import { Actor, ForgeDomain } from '../../domain';

/** What is shown depends on: the forge, and who looks. */
export interface View {
  forge: ForgeDomain;
  /** Undefined: anonymous. */
  actor?: Actor;
}
