import { Windows } from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { openingOf } from './openingOf';

const minuteMs = 60_000;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
];

/** What clocks show, by another way than the code's. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function wallOf(at: number, timeZone: string) {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  clocks.set(timeZone, clock);
  const part = Object.fromEntries(
    clock.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return {
    weekday: days.findIndex(day => day === part.weekday.toLowerCase()),
    time: `${part.hour}:${part.minute}`,
    date: `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`,
  };
}

type WallClock = ReturnType<typeof wallOf>;

function isIn(window: Windows['allow'][number], wall: WallClock): boolean {
  if ('fromDate' in window) {
    const full = (date: string) =>
      date.length === 10 ? `${date}T00:00` : date;
    return (
      full(window.fromDate) <= wall.date && wall.date < full(window.toDate)
    );
  }
  const isOn = (day: number) => window.days.includes(days[(day + 7) % 7]);
  const { from, to } = window;
  if (from < to) {
    return isOn(wall.weekday) && from <= wall.time && wall.time < to;
  }
  return (
    (isOn(wall.weekday) && wall.time >= from) ||
    (isOn(wall.weekday - 1) && wall.time < to)
  );
}

function isOpen(windows: Windows, at: number): boolean {
  const wall = wallOf(at, windows.timeZone);
  const { allow, deny } = windows;
  return (
    !deny.some(window => isIn(window, wall)) &&
    (allow.length === 0 || allow.some(window => isIn(window, wall)))
  );
}

const pad = (value: number) => String(value).padStart(2, '0');
const time = fc
  .tuple(
    // Most changes of clocks are in these hours.
    fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.nat(23)),
    fc.constantFrom(0, 15, 30, 45, 59),
  )
  .map(([hours, minutes]) => `${pad(hours)}:${pad(minutes)}`);
const weekly = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }),
  from: time,
  to: fc.oneof(time, fc.constant('24:00')),
});
/** Around the changes of clocks of several zones, and any time. */
const moments = fc
  .oneof(
    fc.constantFrom(
      '2011-12-29T12:00Z',
      '2024-03-31T00:30Z',
      '2024-04-06T14:30Z',
      '2024-10-27T00:30Z',
      '2026-03-08T06:30Z',
      '2026-11-01T05:30Z',
    ),
    fc.constantFrom('2018-11-03T20:00Z', '2026-02-14T23:00Z'),
  )
  .chain(around =>
    fc
      .integer({ min: -4 * 24 * 60 * 60, max: 4 * 24 * 60 * 60 })
      .map(seconds => Date.parse(around) + seconds * 1000),
  );

function windowsAround(at: number) {
  const date = fc
    .tuple(fc.integer({ min: -5 * 24, max: 5 * 24 }), fc.boolean())
    .map(([hours, isDay]) =>
      new Date(at + hours * 60 * minuteMs)
        .toISOString()
        .slice(0, isDay ? 10 : 16),
    );
  const dated = fc
    .tuple(date, date)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({
      fromDate: a < b ? a : b,
      toDate: a < b ? b : a,
    }));
  const window = fc.oneof(weekly, dated);
  return fc.record({
    timeZone: fc.constantFrom(...zones),
    allow: fc.array(window, { maxLength: 3 }),
    deny: fc.array(window, { maxLength: 3 }),
    phases: fc.constant<Windows['phases']>(['open']),
  });
}

/** Each quarter of an hour of two days, for windows begin and end at such; the last moment; and some of all of them. */
function momentsBetween(options: {
  at: number;
  until: number;
  chances: fc.Stream<number>;
}): number[] {
  const { at, until, chances } = options;
  const quarter = 15 * minuteMs;
  const first = Math.ceil(at / quarter) * quarter;
  const quarters = Array.from(
    { length: 2 * 24 * 4 },
    (_, index) => first + index * quarter,
  );
  const others = [...chances.take(60)].map(chance =>
    Math.floor(at + chance * (until - at)),
  );
  return [...quarters, until - 1, ...others].filter(
    moment => moment >= at && moment < until,
  );
}

const berlin = (part: Partial<Windows>): Windows => ({
  timeZone: 'Europe/Berlin',
  allow: [],
  deny: [],
  phases: ['open'],
  ...part,
});

const opensAt = (windows: Windows, now: string) =>
  openingOf(windows, new Date(now)).opensAt?.toISOString();

describe('openingOf', () => {
  it('finds the next opening: it is open, and nothing between now and it is', () => {
    fc.assert(
      fc.property(
        moments.chain(at => fc.tuple(fc.constant(at), windowsAround(at))),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        ([at, windows], chances) => {
          const { open, opensAt: opening } = openingOf(windows, new Date(at));
          const until = opening?.getTime() ?? at + 21 * 24 * 60 * minuteMs;
          const shut = open ? [] : momentsBetween({ at, until, chances });
          expect({
            open,
            opening: opening ? isOpen(windows, until) : undefined,
            before: shut
              .filter(moment => isOpen(windows, moment))
              .map(moment => new Date(moment).toISOString()),
          }).toEqual({
            open: isOpen(windows, at),
            opening: opening && !open ? true : undefined,
            before: [],
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('keeps to the clocks on the wall when they change', () => {
    const office = berlin({
      allow: [{ days: ['sun'], from: '09:00', to: '17:00' }],
    });
    // Nine o'clock is an hour earlier in UTC from this day on, and later from that one.
    expect(opensAt(office, '2026-03-28T12:00:00Z')).toBe(
      '2026-03-29T07:00:00.000Z',
    );
    expect(opensAt(office, '2026-10-24T12:00:00Z')).toBe(
      '2026-10-25T08:00:00.000Z',
    );
    const night = berlin({
      allow: [{ days: ['sun'], from: '02:15', to: '02:45' }],
    });
    // There is no such time on the last Sunday of March, and there are two in October.
    expect(opensAt(night, '2026-03-28T12:00:00Z')).toBe(
      '2026-04-05T00:15:00.000Z',
    );
    expect(opensAt(night, '2026-10-24T12:00:00Z')).toBe(
      '2026-10-25T00:15:00.000Z',
    );
    expect(opensAt(night, '2026-10-25T00:50:00Z')).toBe(
      '2026-10-25T01:15:00.000Z',
    );
  });

  it('says why, and when it never opens', () => {
    const holidays = {
      fromDate: '2026-12-20',
      toDate: '2027-01-04',
      reason: 'Holidays',
    };
    const office = {
      days: ['mon' as const],
      from: '09:00',
      to: '17:00',
      reason: 'Office hours',
    };
    const now = new Date('2026-12-23T12:00:00Z');
    expect(
      openingOf(berlin({ allow: [office], deny: [holidays] }), now),
    ).toEqual({
      open: false,
      denied: true,
      reason: 'Holidays',
      opensAt: new Date('2027-01-04T08:00:00Z'),
    });
    expect(openingOf(berlin({ allow: [office] }), now)).toEqual({
      open: false,
      denied: false,
      reason: 'Office hours',
      opensAt: new Date('2026-12-28T08:00:00Z'),
    });
    expect(
      openingOf(
        berlin({ deny: [{ days: [...days], from: '00:00', to: '24:00' }] }),
        now,
      ),
    ).toEqual({ open: false, denied: true });
    expect(
      openingOf(
        berlin({ allow: [{ fromDate: '2025-01-01', toDate: '2026-01-01' }] }),
        now,
      ),
    ).toEqual({ open: false, denied: false });
    expect(() => openingOf(berlin({ timeZone: 'Mars/Base' }), now)).toThrow(
      'Mars/Base is no time zone',
    );
  });

  it('looks ahead over many years', () => {
    const far = berlin({
      allow: [{ days: ['mon'], from: '09:00', to: '17:00' }],
      deny: [{ fromDate: '2026-01-01', toDate: '2099-01-01' }],
    });
    expect(opensAt(far, '2026-06-01T00:00:00Z')).toBe(
      '2099-01-05T08:00:00.000Z',
    );
  });
});
