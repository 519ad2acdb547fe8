import { SeedService } from './SeedService';

/** Pushed by a pipeline: no engine keeps it at what Git says. */
export function isPushed({ layout }: Pick<SeedService, 'layout'>): boolean {
  return layout === 'pushed';
}

/** Whether Argo CD deploys it. */
export function isDeployedByArgoCd(
  service: Pick<SeedService, 'layout'>,
): boolean {
  return !isPushed(service);
}
