import { Content, Header, Page } from '@backstage/core-components';
import { useRouteRefParams } from '@backstage/core-plugin-api';
import { PromotionPage } from '../components/PromotionPage/PromotionPage';
import { LegacyPageRoot } from './LegacyPageRoot';
import { legacyPromotionRouteRef } from './routes';

/** The page of the promotion that the address names. */
export function GitopsPromotionPage() {
  const { id } = useRouteRefParams(legacyPromotionRouteRef);
  return (
    <LegacyPageRoot>
      <Page themeId="tool">
        <Header title="Promotion" type="GitOps" />
        <Content noPadding>
          <PromotionPage id={id} />
        </Content>
      </Page>
    </LegacyPageRoot>
  );
}
