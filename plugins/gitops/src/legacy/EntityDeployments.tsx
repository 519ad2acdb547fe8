import { DeploymentsTab } from '../components/DeploymentsTab/DeploymentsTab';
import { OverviewCard } from '../components/OverviewCard/OverviewCard';
import { LegacyPageRoot } from './LegacyPageRoot';

/** The Deployments tab of a service. */
export function EntityDeploymentsContent() {
  return (
    <LegacyPageRoot>
      <DeploymentsTab />
    </LegacyPageRoot>
  );
}

/** The card on the overview of a service. */
export function EntityDeploymentsCard() {
  return (
    <LegacyPageRoot>
      <OverviewCard />
    </LegacyPageRoot>
  );
}
