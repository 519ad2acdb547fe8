import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { navModule } from './nav/navModule';

/** The portal. Other plugins are found among the dependencies of this package (`app.packages: all`). */
export default createApp({ features: [catalogPlugin, navModule] });
