import { SeedService } from './SeedService';

/** Pushed by a pipeline: no engine keeps it at what Git says. */
export function isPushed({ layout }: Pick<SeedService, 'layout'>): boolean {
  return layout === 'pushed';
}

/** Whether Flux deploys it. */
export function isDeployedByFlux({
  layout,
}: Pick<SeedService, 'layout'>): boolean {
  return layout === 'flux';
}

/** Whether Argo CD deploys it. */
export function isDeployedByArgoCd(
  service: Pick<SeedService, 'layout'>,
): boolean {
  return !isPushed(service) && !isDeployedByFlux(service);
}
