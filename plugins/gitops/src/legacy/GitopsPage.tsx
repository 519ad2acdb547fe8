import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { FleetPage } from '../components/FleetPage/FleetPage';
import { FreezesPage } from '../components/FreezesPage/FreezesPage';
import { PromotionsPage } from '../components/PromotionsPage/PromotionsPage';
import { UnassignedPage } from '../components/UnassignedPage/UnassignedPage';
import { LegacyPageRoot } from './LegacyPageRoot';

/** The page over all services. */
export function GitopsPage() {
  return (
    <LegacyPageRoot>
      <Page themeId="tool">
        <Header title="GitOps" />
        <TabbedLayout>
          <TabbedLayout.Route path="/" title="Services">
            <FleetPage />
          </TabbedLayout.Route>
          <TabbedLayout.Route path="/promotions" title="Promotions">
            <PromotionsPage />
          </TabbedLayout.Route>
          <TabbedLayout.Route path="/freezes" title="Freezes">
            <FreezesPage />
          </TabbedLayout.Route>
          <TabbedLayout.Route path="/unassigned" title="Unassigned">
            <UnassignedPage />
          </TabbedLayout.Route>
        </TabbedLayout>
      </Page>
    </LegacyPageRoot>
  );
}
