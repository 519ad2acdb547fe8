import {
  Window,
  weekdaySchema,
} from '@fairlead/backstage-plugin-gitops-common';

const dayMinutes = 24 * 60;
// 1970-01-01 was a Thursday.
const firstWeekday = 3;
const weekdays = weekdaySchema.options;

/** A window in minutes on the wall: see `ClockStretch`. */
export interface WallWindow {
  /** End of the window's time that a minute is in; undefined outside of it. */
  endAfter(wall: number): number | undefined;
  /** When it next begins after a minute; undefined when it never does again. */
  startAfter(wall: number): number | undefined;
  /** Beyond it, the window only repeats itself each week. */
  lastDate: number;
  reason?: string;
}

/** Reads a window of a policy. */
export function wallWindow(window: Window): WallWindow {
  const reason = window.reason ? { reason: window.reason } : {};
  return 'days' in window
    ? { ...weekly(window), ...reason }
    : { ...dated(window), ...reason };
}

function dated(window: { fromDate: string; toDate: string }): WallWindow {
  const from = wallDate(window.fromDate);
  const to = wallDate(window.toDate);
  return {
    endAfter: wall => (wall >= from && wall < to ? to : undefined),
    startAfter: wall => (wall < from ? from : undefined),
    lastDate: to,
  };
}

function weekly(window: {
  days: readonly (typeof weekdays)[number][];
  from: string;
  to: string;
}): WallWindow {
  const days = new Set(window.days.map(day => weekdays.indexOf(day)));
  const from = timeOfDay(window.from);
  const end = timeOfDay(window.to);
  const to = end > from ? end : end + dayMinutes;
  const isOn = (day: number) => days.has(modulo(day + firstWeekday, 7));
  return {
    endAfter(wall) {
      const day = Math.floor(wall / dayMinutes);
      // One that began the day before may go on past midnight.
      const ends = [day, day - 1].flatMap(each => {
        const midnight = each * dayMinutes;
        return isOn(each) && wall >= midnight + from && wall < midnight + to
          ? [midnight + to]
          : [];
      });
      return ends.length > 0 ? Math.max(...ends) : undefined;
    },
    startAfter(wall) {
      const today = Math.floor(wall / dayMinutes);
      for (let day = today; day <= today + 7; day++) {
        const start = day * dayMinutes + from;
        if (isOn(day) && start > wall) return start;
      }
      return undefined;
    },
    lastDate: -Infinity,
  };
}

/** `09:00`, up to `24:00`. */
function timeOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** `2026-12-20` or `2026-12-20T18:00`. */
function wallDate(date: string): number {
  return (
    Date.parse(`${date.slice(0, 10)}T${date.slice(11) || '00:00'}Z`) / 60_000
  );
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
