import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { PropsWithChildren, useMemo } from 'react';
import { DataProvider } from '../data/DataProvider';
import { LinksProvider } from '../routing/GitopsLinks';
import { gitopsLinksOf } from '../routing/gitopsLinksOf';
import { legacyPromotionRouteRef, legacyRootRouteRef } from './routes';

/** Around each page, tab and card in the old frontend system. */
export function LegacyPageRoot({ children }: PropsWithChildren<{}>) {
  const root = useRouteRef(legacyRootRouteRef);
  const promotion = useRouteRef(legacyPromotionRouteRef);
  const entity = useRouteRef(entityRouteRef);
  const links = useMemo(
    () => gitopsLinksOf({ root, promotion, entity }),
    [root, promotion, entity],
  );
  return (
    <DataProvider>
      <LinksProvider links={links}>{children}</LinksProvider>
    </DataProvider>
  );
}
