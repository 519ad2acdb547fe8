import { useRouteRefParams } from '@backstage/frontend-plugin-api';
import { promotionRouteRef } from '../../routes';
import { PromotionPage } from './PromotionPage';

/** The page of the promotion that the address names. */
export function RoutedPromotionPage() {
  const { id } = useRouteRefParams(promotionRouteRef);
  return <PromotionPage id={id} />;
}
