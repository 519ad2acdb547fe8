import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import { signalApiRef, SignalApi } from '@backstage/plugin-signals-react';
import {
  GitopsApi,
  GitopsSignal,
  gitopsSignalChannel,
} from '@fairlead/backstage-plugin-gitops-common';
import { act } from '@testing-library/react';
import userEvent, { UserEvent } from '@testing-library/user-event';
import { ReactElement } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { entityRouteRef, promotionRouteRef, rootRouteRef } from '../routes';
import { PageRoot } from '../routing/PageRoot';

/** An API of which a test says what it uses; anything else fails the test. */
export function anApi(parts: Partial<GitopsApi>): GitopsApi {
  const unexpected = (name: string) => async () => {
    throw new Error(`The page was not expected to call ${name}`);
  };
  return {
    getService: unexpected('getService'),
    getFleet: unexpected('getFleet'),
    planPromotion: unexpected('planPromotion'),
    createPromotion: unexpected('createPromotion'),
    getPromotion: unexpected('getPromotion'),
    listPromotions: unexpected('listPromotions'),
    cancelPromotion: unexpected('cancelPromotion'),
    approvePromotion: unexpected('approvePromotion'),
    overrideGate: unexpected('overrideGate'),
    mergePromotion: unexpected('mergePromotion'),
    planRollback: unexpected('planRollback'),
    createRollback: unexpected('createRollback'),
    listDeployments: unexpected('listDeployments'),
    getPipeline: unexpected('getPipeline'),
    listRestrictions: unexpected('listRestrictions'),
    createRestriction: unexpected('createRestriction'),
    liftRestriction: unexpected('liftRestriction'),
    listForges: unexpected('listForges'),
    syncTarget: unexpected('syncTarget'),
    refreshTarget: unexpected('refreshTarget'),
    suspendTarget: unexpected('suspendTarget'),
    resumeTarget: unexpected('resumeTarget'),
    runRolloutAction: unexpected('runRolloutAction'),
    runStageAction: unexpected('runStageAction'),
    getResources: unexpected('getResources'),
    getLog: unexpected('getLog'),
    getDrift: unexpected('getDrift'),
    adoptDrift: unexpected('adoptDrift'),
    getCommits: async () => [],
    openChange: unexpected('openChange'),
    ...parts,
  };
}

/** A rendered page and the hands of its user. */
interface RenderedPage {
  container: HTMLElement;
  user: UserEvent;
  signal(message: GitopsSignal): void;
}

/** Renders a part of the plugin as in an app, with the backend and the signals in the hands of the test. */
export function renderPage(
  element: ReactElement,
  parts: Partial<GitopsApi>,
  policy: { denies?: (permission: string) => boolean } = {},
): RenderedPage {
  const listeners = new Set<(message: GitopsSignal) => void>();
  const signals: SignalApi = {
    subscribe: (channel, onMessage) => {
      const listener = onMessage as unknown as (message: GitopsSignal) => void;
      if (channel === gitopsSignalChannel) listeners.add(listener);
      return { unsubscribe: () => void listeners.delete(listener) };
    },
  };
  const permissions: PermissionApi = {
    authorize: async ({ permission }) => ({
      result: policy.denies?.(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    }),
  };
  const user = userEvent.setup();
  const { container } = renderInTestApp(<PageRoot>{element}</PageRoot>, {
    apis: [
      [gitopsApiRef, anApi(parts)],
      [signalApiRef, signals],
      [permissionApiRef, permissions],
    ],
    mountedRoutes: {
      '/gitops': rootRouteRef,
      '/gitops/promotions/:id': promotionRouteRef,
      '/catalog/:kind/:namespace/:name': entityRouteRef,
    },
  });
  return {
    container,
    user,
    signal: (message: GitopsSignal) =>
      act(() => listeners.forEach(listener => listener(message))),
  };
}
