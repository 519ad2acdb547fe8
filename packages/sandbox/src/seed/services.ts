import { cart } from './services/cart';
import { catalogue } from './services/catalogue';
import { media } from './services/media';
import { notifications } from './services/notifications';
import { orders } from './services/orders';
import { payments } from './services/payments';
import { recommendations } from './services/recommendations';
import { reports } from './services/reports';
import { search } from './services/search';
import { storefront } from './services/storefront';

export const services = [
  orders,
  catalogue,
  payments,
  notifications,
  storefront,
  search,
  cart,
  recommendations,
  media,
  reports,
];

/** An image that does not start: what made payments degraded. */
export const brokenImage = 'ghcr.io/acme/payments:2.10.0';

/** The deployments that begin when the sandbox starts for the first time. */
export const underWay = {
  environment: 'staging',
  changes: [
    { service: storefront, version: '5.1.0' },
    { service: cart, version: '2.1.0' },
    { service: recommendations, version: '1.9.0' },
  ],
} as const;
