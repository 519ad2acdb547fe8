import {
  RolloutStatus,
  ServiceDeployments,
  Target,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { promotionStates } from '../../text/promotionWords';
import { restrictionKinds } from '../../text/restrictionWords';
import { rolloutStates, stepCount } from '../../text/rolloutWords';
import { LiveRegion } from '../ui/LiveRegion';

/** Tells a screen reader what changes in a service while the page is open. */
export function ServiceNews(props: { service: ServiceDeployments }) {
  const { service } = props;
  const facts = useMemo(
    () =>
      Object.fromEntries(
        service.environments.map(item => [
          item.environment.name,
          [
            `${item.environment.title}: ${item.targets.map(targetFact).join('; ') || 'nothing deployed'}.`,
            item.activePromotion
              ? `Promotion ${promotionStates[item.activePromotion.state].word}.`
              : '',
            ...item.restrictions.map(
              ({ kind }) => `${restrictionKinds[kind].word}.`,
            ),
          ]
            .filter(Boolean)
            .join(' '),
        ]),
      ),
    [service],
  );
  return <LiveRegion facts={facts} />;
}

function targetFact(target: Target): string {
  const { version, health, sync } = target.status;
  return target.unreachable
    ? `${versionLabel(version)}, unreachable`
    : [
        `${versionLabel(version)} ${health.status}`,
        sync.status,
        ...target.rollouts
          .filter(({ state }) => state !== 'stable')
          .map(rolloutFact),
      ].join(', ');
}

function rolloutFact(rollout: RolloutStatus): string {
  return [
    `rollout ${rolloutStates[rollout.state].word.toLowerCase()}`,
    stepCount(rollout)?.toLowerCase(),
  ]
    .filter(Boolean)
    .join(' at ');
}
