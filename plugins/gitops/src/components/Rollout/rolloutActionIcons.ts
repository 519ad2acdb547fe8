import { RolloutActionId } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiLoopLeftLine,
  RiPauseLine,
  RiPlayLine,
  RiRefreshLine,
  RiSkipForwardLine,
  RiSpeedLine,
  RiStopLine,
  RemixiconComponentType,
} from '@remixicon/react';

/** A sign for each action on a rollout. */
export const rolloutActionIcons: Record<
  RolloutActionId,
  RemixiconComponentType
> = {
  promote: RiSkipForwardLine,
  'promote-full': RiSpeedLine,
  pause: RiPauseLine,
  resume: RiPlayLine,
  abort: RiStopLine,
  retry: RiLoopLeftLine,
  restart: RiRefreshLine,
};
