import {
  GateStatus,
  PlanResponse,
} from '@fairlead/backstage-plugin-gitops-common';
import { ago, ahead, hour, minute } from './time';

/** One gate of each kind, in every condition. */
export const someGates: GateStatus[] = [
  {
    gate: 'verified',
    title: 'Verified in Staging',
    phases: ['open'],
    status: 'passed',
    message: '1.5.0 has been healthy in Staging since 09:12.',
  },
  {
    gate: 'soak-time',
    title: 'Soak time',
    phases: ['open'],
    status: 'waiting',
    message: '1.5.0 has to run in Staging for 6 hours.',
    until: ahead(50 * minute),
  },
  {
    gate: 'windows',
    title: 'Change window',
    phases: ['open', 'merge'],
    status: 'waiting',
    message:
      'Changes are allowed Mon to Thu from 09:00 to 16:00 (Europe/Berlin).',
    until: ahead(14 * hour),
  },
  {
    gate: 'approvals',
    title: 'Approvals',
    phases: ['merge'],
    status: 'waiting',
    message: '1 of 2 approvals by the owners of the service.',
  },
  {
    gate: 'http:error-budget',
    title: 'Error budget',
    phases: ['merge'],
    status: 'failed',
    message: 'https://slo.acme.example/orders answered 409 for 30 minutes.',
    link: 'https://slo.acme.example/orders',
  },
  {
    gate: 'job:smoke-test',
    title: 'Smoke test',
    phases: ['finish'],
    status: 'waiting',
    message: 'Is asked after the new version has become healthy.',
  },
];

const freezeGate: GateStatus = {
  gate: 'freeze',
  title: 'No freeze',
  phases: ['open', 'merge'],
  status: 'waiting',
  message:
    'ines.roth has frozen Production EU: The year’s biggest sale is on; nothing moves in Europe.',
  until: ahead(48 * hour),
};

/** The same after the pull request was opened, with one that a person let pass. */
export const gatesOfOpen: GateStatus[] = someGates.map(gate => {
  switch (gate.gate) {
    case 'soak-time':
      return { ...gate, status: 'passed', until: undefined };
    case 'windows':
      return {
        ...gate,
        overridden: {
          by: 'user:default/ines.roth',
          reason: 'The fix for the checkout can’t wait for Monday.',
          at: ago(20 * minute),
        },
      };
    default:
      return gate;
  }
});

/** As they stand now before a promotion to an environment. */
export function gatesNow(environment: string): GateStatus[] {
  if (environment === 'prod-eu') return [...someGates, freezeGate];
  return environment.startsWith('prod') ? someGates : someGates.slice(0, 1);
}

/** The second region has many targets. */
export function wavesOf(environment: string): PlanResponse['waves'] {
  return environment === 'prod-us'
    ? [{ targets: 50 }, { targets: 150 }, { targets: 300 }]
    : [];
}
