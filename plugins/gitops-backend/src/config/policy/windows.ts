import { weekdaySchema } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { section, text } from '../readSection';
import { phases } from './phases';

const time = text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: 'is no time of day: write hours and minutes, such as "09:00".',
});
const end = text.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: 'is no time of day: write hours and minutes, such as "17:00".',
});
const dateForm = /^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/;
const date = text
  .regex(dateForm, {
    error:
      'is no date: write 2026-12-20, or 2026-12-20T18:00 with a time of day.',
  })
  .refine(isDate, { error: 'is a day that the calendar does not have.' });

/** A window as it is written: hours of days of the week, or from one date to another. */
export const authoredWindow = section({
  days: z.array(weekdaySchema).min(1).optional().meta({
    description: 'Days of the week. Without it: every day.',
  }),
  from: time.optional().meta({
    description: 'Local time of day at which it begins. Without it: midnight.',
    examples: ['09:00'],
  }),
  to: end.optional().meta({
    description:
      'Local time of day at which it ends; before `from`, on the day after. Without it: midnight.',
    examples: ['17:00'],
  }),
  fromDate: date.optional().meta({
    description: 'In place of days and times: the date at which it begins.',
    examples: ['2026-12-20', '2026-12-20T18:00'],
  }),
  toDate: date.optional().meta({
    description:
      'The date at which it ends; without a time of day, that day is not in it any more.',
    examples: ['2027-01-04'],
  }),
  reason: text.optional().meta({
    description: 'Why, for those who wait.',
    examples: ['Nobody is in the office'],
  }),
})
  .superRefine((window, context) => {
    const weekly = window.days ?? window.from ?? window.to;
    const { fromDate, toDate } = window;
    if (fromDate === undefined && toDate === undefined) {
      if (weekly === undefined) {
        context.addIssue(
          'says no time: write days, from and to, or fromDate and toDate.',
        );
      } else if (window.from !== undefined && window.from === window.to) {
        context.addIssue(
          'begins and ends at the same time: leave both out for whole days.',
        );
      }
    } else if (weekly !== undefined) {
      context.addIssue(
        'has both days or times and dates: write two windows instead.',
      );
    } else if (fromDate === undefined || toDate === undefined) {
      context.addIssue(
        `has no ${fromDate === undefined ? 'fromDate' : 'toDate'}: write both dates.`,
      );
    } else if (fromDate >= toDate) {
      context.addIssue('ends before it begins.');
    }
  })
  .meta({ id: 'window' });

/** Windows as they are written. */
export const authoredWindows = section({
  timeZone: text
    .refine(isTimeZone, {
      error: 'is no time zone: write an IANA name, such as Europe/Berlin.',
    })
    .optional()
    .meta({
      description: 'IANA name of the time zone of all times.',
      default: 'UTC',
      examples: ['Europe/Berlin'],
    }),
  allow: z.array(authoredWindow).optional().meta({
    description:
      'When versions may go on. Without it: always, unless it is denied.',
    default: [],
  }),
  deny: z.array(authoredWindow).optional().meta({
    description: 'When versions may not go on, whatever `allow` says.',
    default: [],
  }),
  at: phases
    .optional()
    .meta({ description: 'What it holds up.', default: ['open', 'merge'] }),
}).meta({ id: 'windows' });

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

function isDate(value: string): boolean {
  const day = value.slice(0, 10);
  const start = Date.parse(`${day}T00:00:00Z`);
  return (
    Number.isFinite(start) && new Date(start).toISOString().slice(0, 10) === day
  );
}
