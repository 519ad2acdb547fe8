import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  RiGitPullRequestLine,
  RiQuestionLine,
  RiSnowflakeLine,
  RiTableLine,
} from '@remixicon/react';
import { PageRoot } from '../routing/PageRoot';
import { promotionRouteRef, rootRouteRef } from '../routes';

/** The page over all services; its parts are the sub-pages. */
export const gitopsPage = PageBlueprint.make({
  params: { path: '/gitops', routeRef: rootRouteRef },
});

export const fleetPage = SubPageBlueprint.make({
  name: 'services',
  params: {
    path: 'services',
    title: 'Services',
    icon: <RiTableLine />,
    loader: async () => {
      const { FleetPage } = await import('../components/FleetPage/FleetPage');
      return (
        <PageRoot>
          <FleetPage />
        </PageRoot>
      );
    },
  },
});

export const promotionsPage = SubPageBlueprint.make({
  name: 'promotions',
  params: {
    path: 'promotions',
    title: 'Promotions',
    icon: <RiGitPullRequestLine />,
    loader: async () => {
      const { PromotionsPage } =
        await import('../components/PromotionsPage/PromotionsPage');
      return (
        <PageRoot>
          <PromotionsPage />
        </PageRoot>
      );
    },
  },
});

export const unassignedPage = SubPageBlueprint.make({
  name: 'unassigned',
  params: {
    path: 'unassigned',
    title: 'Unassigned',
    icon: <RiQuestionLine />,
    loader: async () => {
      const { UnassignedPage } =
        await import('../components/UnassignedPage/UnassignedPage');
      return (
        <PageRoot>
          <UnassignedPage />
        </PageRoot>
      );
    },
  },
});

export const freezesPage = SubPageBlueprint.make({
  name: 'freezes',
  params: {
    path: 'freezes',
    title: 'Freezes',
    icon: <RiSnowflakeLine />,
    loader: async () => {
      const { FreezesPage } =
        await import('../components/FreezesPage/FreezesPage');
      return (
        <PageRoot>
          <FreezesPage />
        </PageRoot>
      );
    },
  },
});

/** The page of one promotion. It has a path of its own, deeper than the list's, because it is no tab. */
export const promotionPage = PageBlueprint.make({
  name: 'promotion',
  params: {
    path: '/gitops/promotions/:id',
    title: 'Promotion',
    routeRef: promotionRouteRef,
    loader: async () => {
      const { RoutedPromotionPage } =
        await import('../components/PromotionPage/RoutedPromotionPage');
      return (
        <PageRoot>
          <RoutedPromotionPage />
        </PageRoot>
      );
    },
  },
});
