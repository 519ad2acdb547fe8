import { Windows } from '@fairlead/backstage-plugin-gitops-common';
import { ClockStretch, fromWall, stretchAt, toWall, zoneOf } from './localTime';
import { WallWindow, wallWindow } from './wallWindow';

const dayMs = 24 * 60 * 60_000;
/** After the last date, weeks repeat. Two of them, so that a night without its hour between two and three is no end. */
const horizonMs = 15 * dayMs;

/** Whether the windows are open. */
export interface Opening {
  open: boolean;
  /** While it is closed: when it opens next. Absent when it never does. */
  opensAt?: Date;
  /** While it is closed: why, as the windows say; of denied ones before those of allowed ones. */
  reason?: string;
  /** While it is closed: a denied window does it, not the lack of an allowed one. */
  denied?: boolean;
}

/**
 * Whether windows are open at a moment and, if not, when they are next.
 *
 * @remarks
 * Windows are about what clocks on the wall show. An hour that is left out when clocks are put forward has no windows,
 * and one that comes twice when they are put back has its windows twice.
 */
export function openingOf(windows: Windows, now: Date): Opening {
  const zone = zoneOf(windows.timeZone);
  const allow = windows.allow.map(wallWindow);
  const deny = windows.deny.map(wallWindow);
  const lastDate = Math.max(
    toWall(now.getTime(), 0),
    ...[...allow, ...deny].map(window => window.lastDate),
  );
  const limit = fromWall(lastDate, 0) + horizonMs;

  let at = now.getTime();
  while (at < limit) {
    const stretch = stretchAt({ zone, at, limit });
    const found = openWall({ allow, deny, at, stretch });
    if (found === now.getTime()) return { open: true };
    if (found !== undefined) {
      return { ...closed(), opensAt: new Date(found) };
    }
    at = stretch.end;
  }
  return closed();

  function closed(): Opening {
    const wall = toWall(now.getTime(), zone.offset(now.getTime()));
    const denying = deny.filter(window => window.endAfter(wall) !== undefined);
    const reasons = (denying.length > 0 ? denying : allow).flatMap(
      ({ reason }) => reason ?? [],
    );
    return {
      open: false,
      denied: denying.length > 0,
      ...(reasons.length > 0 && { reason: [...new Set(reasons)].join('; ') }),
    };
  }
}

interface OpenOptions {
  allow: readonly WallWindow[];
  deny: readonly WallWindow[];
}

/** The first moment from `at` on that is open, while the clocks go on evenly. */
function openWall(
  options: OpenOptions & { at: number; stretch: ClockStretch },
): number | undefined {
  const { at, stretch } = options;
  const start = toWall(at, stretch.offset);
  const end = toWall(stretch.end, stretch.offset);
  let wall: number | undefined = start;
  while (wall !== undefined && wall < end) {
    const next = notBefore(wall, options);
    if (next === wall) {
      // The way through minutes is not exact for the moment itself.
      return wall === start ? at : fromWall(wall, stretch.offset);
    }
    wall = next;
  }
  return undefined;
}

/** The same minute when it is open, else a later one before which nothing is; undefined when nothing ever is. */
function notBefore(
  wall: number,
  { allow, deny }: OpenOptions,
): number | undefined {
  const denied = latest(deny.map(window => window.endAfter(wall)));
  if (denied !== undefined) return denied;
  const isAllowed =
    allow.length === 0 ||
    allow.some(window => window.endAfter(wall) !== undefined);
  return isAllowed
    ? wall
    : earliest(allow.map(window => window.startAfter(wall)));
}

function latest(moments: Array<number | undefined>): number | undefined {
  const known = moments.filter(moment => moment !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function earliest(moments: Array<number | undefined>): number | undefined {
  const known = moments.filter(moment => moment !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
