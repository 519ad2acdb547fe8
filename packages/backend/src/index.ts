import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-github'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(
  import('@fairlead/backstage-plugin-scaffolder-backend-module-gitops'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

// Webhooks make promotions fast; signals bring changes to open pages; notifications reach whoever is not looking.
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-github'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@fairlead/backstage-plugin-gitops-backend'));
backend.add(import('@fairlead/backstage-plugin-gitops-backend-module-argocd'));
backend.add(import('@fairlead/backstage-plugin-gitops-backend-module-flux'));
backend.add(
  import('@fairlead/backstage-plugin-gitops-backend-module-kubernetes'),
);
backend.add(
  import('@fairlead/backstage-plugin-gitops-backend-module-argo-rollouts'),
);
backend.add(import('@fairlead/backstage-plugin-gitops-backend-module-flagger'));
backend.add(import('@fairlead/backstage-plugin-gitops-backend-module-kargo'));
backend.add(
  import('@fairlead/backstage-plugin-gitops-backend-module-gitops-promoter'),
);

backend.start();
