import { RestrictionKind } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiForbidLine,
  RiPauseCircleLine,
  RiPushpinLine,
  RiSnowflakeLine,
  RemixiconComponentType,
} from '@remixicon/react';

/** The picture of each kind of restriction. */
export const restrictionIcons: Record<RestrictionKind, RemixiconComponentType> =
  {
    freeze: RiSnowflakeLine,
    hold: RiPauseCircleLine,
    pin: RiPushpinLine,
    veto: RiForbidLine,
  };
