import { SeedEnvironment, SeedService } from './SeedService';

/** One of the places where an environment runs a service: an Application with a folder and a namespace. */
export interface SeedPlace {
  environment: SeedEnvironment;
  /** Name of the Application. */
  application: string;
  /** Of its own manifests. */
  folder: string;
  namespace: string;
}

/** Where an environment runs a service: in one place, or in as many as it has cells there. */
export function placesOf(
  service: SeedService,
  environment: SeedEnvironment,
): SeedPlace[] {
  const { name, cells } = service;
  const count = cells?.[environment];
  if (!count) {
    return [
      {
        environment,
        application: `${name}-${environment}`,
        folder: environment,
        namespace: environment,
      },
    ];
  }
  return Array.from({ length: count }, (_, index) => ({
    environment,
    application: `${name}-${environment}-${index + 1}`,
    folder: `${environment}-${index + 1}`,
    namespace: `${name}-${index + 1}-${environment}`,
  }));
}
