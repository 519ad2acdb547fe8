import { useRouteRef } from '@backstage/frontend-plugin-api';
import { PropsWithChildren, useMemo } from 'react';
import { DataProvider } from '../data/DataProvider';
import { entityRouteRef, promotionRouteRef, rootRouteRef } from '../routes';
import { LinksProvider } from './GitopsLinks';
import { gitopsLinksOf } from './gitopsLinksOf';

/** Around each page, tab and card in the new frontend system. */
export function PageRoot({ children }: PropsWithChildren<{}>) {
  const root = useRouteRef(rootRouteRef);
  const promotion = useRouteRef(promotionRouteRef);
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
