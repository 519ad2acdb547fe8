import { InputError } from '@backstage/errors';
import { IANAZone } from 'luxon';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * A stretch of time in which a zone's clocks are neither put forward nor back. In it, what clocks show is minutes of a
 * plain count: those since 1970-01-01T00:00 on the wall.
 */
export interface ClockStretch {
  /** Minutes that the clocks are ahead of UTC. */
  offset: number;
  /** In ms since the epoch; where it ends, the next one begins. */
  end: number;
}

/** The zone of an IANA name. Throws InputError. */
export function zoneOf(name: string): IANAZone {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new InputError(`${name} is no time zone`);
  return zone;
}

/** The stretch that a moment is in, or its part up to `limit`. */
export function stretchAt(options: {
  zone: IANAZone;
  at: number;
  limit: number;
}): ClockStretch {
  const { zone, at, limit } = options;
  const offset = zone.offset(at);
  for (let day = at; day < limit; day += dayMs) {
    const next = Math.min(day + dayMs, limit);
    if (zone.offset(next) !== offset) {
      return { offset, end: firstOther({ zone, offset, from: day, to: next }) };
    }
  }
  return { offset, end: limit };
}

/** Minutes on the wall; not whole between two minutes. */
export function toWall(at: number, offset: number): number {
  return at / minuteMs + offset;
}

export function fromWall(wall: number, offset: number): number {
  return (wall - offset) * minuteMs;
}

function firstOther(options: {
  zone: IANAZone;
  offset: number;
  from: number;
  to: number;
}): number {
  let { from, to } = options;
  // Clocks change at whole minutes.
  from = Math.floor(from / minuteMs);
  to = Math.ceil(to / minuteMs);
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (options.zone.offset(middle * minuteMs) === options.offset)
      from = middle;
    else to = middle;
  }
  return to * minuteMs;
}
