import {
  parseImageReference,
  Restriction,
} from '@fairlead/backstage-plugin-gitops-common';
import { ago, ahead, day, hour, minute } from './time';

const version = (service: string, tag: string) => ({
  images: [parseImageReference(`ghcr.io/acme/${service}:${tag}`)],
});

/** What is forbidden now, and what was. */
export const restrictions: Restriction[] = [
  {
    id: 'r-freeze-eu',
    kind: 'freeze',
    scope: { environment: 'prod-eu' },
    reason: 'The year’s biggest sale is on; nothing moves in Europe.',
    createdBy: 'user:default/ines.roth',
    createdAt: ago(3 * hour),
    endsAt: ahead(2 * day),
  },
  {
    id: 'r-veto-payments',
    kind: 'veto',
    scope: {
      entityRef: 'component:default/payments',
      environment: 'staging',
    },
    version: version('payments', '3.2.0'),
    reason:
      'Rolled back: container payments was in CrashLoopBackOff after the promotion.',
    createdBy: 'fairlead',
    createdAt: ago(24 * minute),
    promotionId: 'p-payments-staging',
  },
  {
    id: 'r-hold-payments',
    kind: 'hold',
    scope: {
      entityRef: 'component:default/payments',
      environment: 'staging',
    },
    reason: 'Held after an automatic rollback.',
    createdBy: 'fairlead',
    createdAt: ago(24 * minute),
    promotionId: 'p-payments-staging',
  },
  {
    id: 'r-pin-payments',
    kind: 'pin',
    scope: {
      entityRef: 'component:default/payments',
      environment: 'prod-us',
    },
    version: version('payments', '3.1.4'),
    reason: 'The tax audit needs one version until it ends.',
    createdBy: 'user:default/jonas.weber',
    createdAt: ago(9 * day),
    endsAt: ahead(5 * day),
  },
  {
    id: 'r-freeze-all',
    kind: 'freeze',
    scope: {},
    reason: 'Network maintenance in all regions.',
    createdBy: 'user:default/ines.roth',
    createdAt: ago(30 * day),
    endsAt: ago(29 * day),
    liftedBy: 'user:default/ines.roth',
    liftedAt: ago(29.5 * day),
    liftReason: 'Done earlier than planned.',
  },
  {
    id: 'r-freeze-shop',
    kind: 'freeze',
    scope: { system: 'system:default/shop', environment: 'prod-us' },
    reason: 'Stock count.',
    createdBy: 'user:default/jonas.weber',
    createdAt: ago(61 * day),
    endsAt: ago(60 * day),
  },
];
