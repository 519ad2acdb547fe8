import { cart } from './services/cart';
import { catalogue } from './services/catalogue';
import { notifications } from './services/notifications';
import { orders } from './services/orders';
import { payments } from './services/payments';
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
];

/** An image that does not start: what made payments degraded. */
export const brokenImage = 'ghcr.io/acme/payments:2.10.0';

/** The deployments that begin when the sandbox starts for the first time. */
export const underWay = [
  { service: storefront, environment: 'staging', version: '5.1.0' },
  { service: cart, environment: 'staging', version: '2.1.0' },
] as const;
