import { act, screen, waitFor } from '@testing-library/react';
import {
  aPlan,
  aPromotion,
  aPromotionDetail,
} from '../__testUtils__/aPromotion';
import { aService } from '../__testUtils__/aService';
import { renderPage } from '../__testUtils__/renderPage';
import { usePromotion } from './usePromotion';
import { useRestrictions } from './useRestrictions';
import { useService } from './useService';

const entityRef = 'component:default/orders';

function Probe() {
  useService(entityRef);
  usePromotion('p1');
  const { data } = useRestrictions();
  return <>{data && 'there'}</>;
}

describe('signals of restrictions', () => {
  it('renew what they may concern, and nothing else', async () => {
    const getService = jest.fn(async () => aService({ entityRef }));
    const getPromotion = jest.fn(async () =>
      aPromotionDetail(
        aPromotion({
          id: 'p1',
          plan: aPlan({
            service: 'orders',
            from: 'staging',
            to: 'prod-eu',
            fromVersion: '1',
            toVersion: '2',
          }),
          state: 'open',
          message: '',
          createdAt: '2025-03-04T10:00:00.000Z',
        }),
      ),
    );
    const listRestrictions = jest.fn(async () => ({ restrictions: [] }));
    const { signal } = renderPage(<Probe />, {
      getService,
      getPromotion,
      listRestrictions,
    });
    await screen.findByText('there');
    const calls = () =>
      [getService, getPromotion, listRestrictions].map(
        ({ mock }) => mock.calls.length,
      );
    await waitFor(() => expect(calls()).toEqual([1, 1, 1]));

    signal({ type: 'restrictions', entityRef: 'component:default/other' });
    await waitFor(() => expect(calls()).toEqual([1, 1, 2]));
    signal({ type: 'restrictions', entityRef });
    await waitFor(() => expect(calls()).toEqual([2, 2, 3]), { timeout: 3_000 });
    signal({ type: 'restrictions' });
    await waitFor(() => expect(calls()).toEqual([3, 3, 4]), { timeout: 3_000 });
    await act(async () => {});
  });
});
