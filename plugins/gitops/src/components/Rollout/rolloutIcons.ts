import { RolloutState } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiArrowGoBackLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiLoader2Line,
  RiPauseCircleLine,
  RiQuestionLine,
  RiUserLine,
  RemixiconComponentType,
} from '@remixicon/react';

/** A shape for each state of a rollout, so that colour is not all that tells them apart. */
export const rolloutIcons: Record<RolloutState, RemixiconComponentType> = {
  stable: RiCheckboxCircleLine,
  progressing: RiLoader2Line,
  paused: RiPauseCircleLine,
  waiting: RiUserLine,
  aborted: RiArrowGoBackLine,
  degraded: RiCloseCircleLine,
  unknown: RiQuestionLine,
};
