import { TestApiProvider } from '@backstage/frontend-test-utils';
import { scmAuthApiRef } from '@backstage/integration-react';
import {
  OpenOptions,
  PlanResponse,
  PromotionRequest,
  RollbackRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { PropsWithChildren } from 'react';
import { aPlan, aPlanResponse, aPromotion } from '../__testUtils__/aPromotion';
import { anApi } from '../__testUtils__/renderPage';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { ChangeRequested, useCreateChange } from './usePlan';

const plan = aPlan({
  service: 'orders',
  from: 'dev',
  to: 'staging',
  fromVersion: '1.0.0',
  toVersion: '1.1.0',
});
const entityRef = plan.entityRef;
const promoted = aPromotion({
  id: 'p1',
  plan,
  state: 'planned',
  message: '',
  createdAt: new Date().toISOString(),
});
const asPortal = aPlanResponse(plan);
const asUser = { ...asPortal, openAs: { host: 'github.com' } };
const promotion: ChangeRequested = {
  type: 'promotion',
  request: { entityRef, from: 'dev', to: 'staging' },
};

function setUp(options: { change?: ChangeRequested; signIn?: boolean } = {}) {
  const { change = promotion, signIn = true } = options;
  const createPromotion = jest.fn(
    async (_: PromotionRequest, __?: OpenOptions) => promoted,
  );
  const createRollback = jest.fn(
    async (_: RollbackRequest, __?: OpenOptions) => promoted,
  );
  const getCredentials = jest.fn(async () => ({
    token: 'my-own-token',
    headers: {},
  }));
  const client = new QueryClient();
  const { result } = renderHook(() => useCreateChange(change), {
    wrapper: ({ children }: PropsWithChildren) => (
      <TestApiProvider
        apis={[
          [gitopsApiRef, anApi({ createPromotion, createRollback })],
          ...(signIn ? [[scmAuthApiRef, { getCredentials }] as const] : []),
        ]}
      >
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </TestApiProvider>
    ),
  });
  const create = async (answer: PlanResponse = asUser) =>
    act(async () => {
      await result.current.mutateAsync({ reason: 'The fix', answer });
    });
  return {
    client,
    create,
    createPromotion,
    createRollback,
    getCredentials,
  };
}

describe('the forge token of the user', () => {
  it('comes with a promotion that is to be opened as them, and stays nowhere', async () => {
    const { client, create, createPromotion, getCredentials } = setUp();
    await create();
    expect(getCredentials).toHaveBeenCalledWith({
      url: 'https://github.com/acme/gitops',
      additionalScope: { repoWrite: true },
    });
    const [request, options] = createPromotion.mock.calls[0];
    expect(JSON.stringify(request)).not.toContain('my-own-token');
    expect(options).toEqual({ forgeToken: 'my-own-token' });
    const kept = client.getMutationCache().getAll();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept[0].state)).not.toContain('my-own-token');
  });

  it('comes with a rollback', async () => {
    const { create, createRollback } = setUp({
      change: {
        type: 'rollback',
        request: { entityRef, environment: 'staging' },
      },
    });
    await create();
    expect(createRollback.mock.calls[0][1]).toEqual({
      forgeToken: 'my-own-token',
    });
  });

  it('is not asked for where the portal opens the pull request', async () => {
    const { create, createPromotion, getCredentials } = setUp();
    await create(asPortal);
    expect(getCredentials).not.toHaveBeenCalled();
    expect(createPromotion.mock.calls[0]).toHaveLength(1);
  });

  it('is missed, with what to do about it, where nobody can sign in to a forge', async () => {
    const { create, createPromotion } = setUp({ signIn: false });
    await expect(create()).rejects.toThrow(
      'opened as you on github.com, but this portal has no way for you to sign in there',
    );
    expect(createPromotion).not.toHaveBeenCalled();
  });

  it('is asked for before anything else: who does not sign in requests nothing', async () => {
    const { create, createPromotion, getCredentials } = setUp();
    getCredentials.mockRejectedValueOnce(new Error('Login failed, rejected'));
    await expect(create()).rejects.toThrow('Login failed, rejected');
    expect(createPromotion).not.toHaveBeenCalled();
  });
});
