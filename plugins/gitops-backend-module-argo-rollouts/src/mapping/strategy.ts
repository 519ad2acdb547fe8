import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { CanaryStep, Rollout } from '../schema';

export function strategyOf({ spec }: Rollout): RolloutStatus['strategy'] {
  if (spec.strategy?.blueGreen) return 'blue-green';
  return spec.strategy?.canary ? 'canary' : 'unknown';
}

export function canaryStepsOf(rollout: Rollout): readonly CanaryStep[] {
  return strategyOf(rollout) === 'canary'
    ? (rollout.spec.strategy?.canary?.steps ?? [])
    : [];
}

/** What stands for all of the traffic. */
export function wholeWeight({ spec }: Rollout): number {
  const whole = spec.strategy?.canary?.trafficRouting?.maxTrafficWeight ?? 100;
  return whole > 0 ? whole : 100;
}

/** Names of what divides the traffic; a plugin by its own. */
export function trafficRouterOf({ spec }: Rollout): string | undefined {
  const { maxTrafficWeight, managedRoutes, plugins, ...others } =
    spec.strategy?.canary?.trafficRouting ?? {};
  const names = [
    ...Object.keys(others).filter(key => others[key]),
    ...Object.keys(plugins ?? {}),
  ];
  return names.join(', ') || undefined;
}

/** Names of the Services, by what they lead to. */
export function servicesOf({
  spec,
  status,
}: Rollout): RolloutStatus['services'] {
  const { canary, blueGreen } = spec.strategy ?? {};
  const { pingService, pongService } = canary?.pingPong ?? {};
  // Which of the two is which changes with each release.
  const [stable, other] =
    status?.canary?.stablePingPong === 'pong'
      ? [pongService, pingService]
      : [pingService, pongService];
  return withoutEmpty({
    active: blueGreen?.activeService,
    preview: blueGreen?.previewService,
    stable: canary?.stableService || stable,
    canary: canary?.canaryService || other,
  });
}

function withoutEmpty(
  names: Record<string, string | null | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => (name ? [[key, name]] : [])),
  );
}
