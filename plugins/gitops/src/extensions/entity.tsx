import { FilterPredicate } from '@backstage/filter-predicates';
import { EntityCardBlueprint, EntityContentBlueprint } from '../alpha';
import { PageRoot } from '../routing/PageRoot';

// Libraries are not deployed; anything else may be, also without an annotation, since an engine's object can name
// its service. Adopters narrow it in app-config with `filter`.
const filter: FilterPredicate = {
  $all: [{ kind: 'component' }, { $not: { 'spec.type': 'library' } }],
};

/** The Deployments tab of a service. */
export const deploymentsContent = EntityContentBlueprint.make({
  name: 'deployments',
  params: {
    path: '/deployments',
    title: 'Deployments',
    group: 'deployment',
    filter,
    loader: async () => {
      const { DeploymentsTab } =
        await import('../components/DeploymentsTab/DeploymentsTab');
      return (
        <PageRoot>
          <DeploymentsTab />
        </PageRoot>
      );
    },
  },
});

/** The card on the overview of a service. */
export const deploymentsCard = EntityCardBlueprint.make({
  name: 'deployments',
  params: {
    type: 'content',
    filter,
    loader: async () => {
      const { OverviewCard } =
        await import('../components/OverviewCard/OverviewCard');
      return (
        <PageRoot>
          <OverviewCard />
        </PageRoot>
      );
    },
  },
});
