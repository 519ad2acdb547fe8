import {
  defaultPolicy,
  EnvironmentPolicy,
} from '@fairlead/backstage-plugin-gitops-common';
import { policyLines, policySummary } from './policyWords';

const simple = defaultPolicy('prod');

const strict: EnvironmentPolicy = {
  ...simple,
  availability: 'any',
  lane: 'queue',
  merge: 'forge',
  automatic: true,
  rollback: { automatic: true, maxAgeMs: 90 * 60_000, gated: true },
  gates: {
    verified: true,
    soakMs: 26 * 3600_000,
    approvals: { required: 2, from: ['owners', 'group:default/sre'] },
    checks: true,
    reviews: 1,
    custom: [
      {
        type: 'http',
        name: 'smoke',
        phases: ['finish'],
        url: 'https://x',
        method: 'GET',
        statuses: [200],
        timeoutMs: 1,
        patienceMs: 1,
      },
    ],
    windows: {
      timeZone: 'Europe/Berlin',
      allow: [{ days: ['mon', 'tue'], from: '09:00', to: '16:00' }],
      deny: [{ fromDate: '2026-12-20', toDate: '2027-01-06' }],
      phases: ['open'],
    },
  },
  waves: { percent: [10, 90], soakMs: 1800_000, failureLimit: 1 },
};

describe('policyWords', () => {
  it('sums up in one line', () => {
    expect(policySummary(simple)).toBe('By hand · people merge');
    expect(policySummary(strict)).toBe(
      'Automatic · forge merges · queues · in waves',
    );
  });

  it('leaves out what does not hold', () => {
    expect(policyLines(simple).map(({ label }) => label)).toEqual([
      'Promotion',
      'Available',
      'Merge',
      'Lane',
    ]);
  });

  it('tells every rule', () => {
    expect(
      policyLines(strict).map(({ label, text }) => `${label}: ${text}`),
    ).toEqual([
      'Promotion: By itself, as soon as a version is available',
      'Available: When verified in any of the environments before',
      'Soak time: 1 day 2 hours',
      'Approvals: 2 of the owners and sre',
      'Windows: Mon, Tue 09:00–16:00 not 2026-12-20 to 2027-01-06 (Europe/Berlin)',
      'Checks: the forge’s checks, a review on the forge, and smoke',
      'Merge: The forge merges the pull request when it can',
      'Lane: Promotions wait for their turn',
      'Waves: 10%, 90%; 30 minutes between them',
      'Rollback: By itself, when a version fails within 1 hour 30 minutes',
    ]);
  });
});
