import { ReferencedKind } from '@fairlead/backstage-plugin-gitops-node';
import { knownFreight } from './mapping/knownFreight';
import { knownPromotion } from './mapping/knownPromotion';
import { discoveryProblem } from './mapping/discoveryProblem';

const kargo = { group: 'kargo.akuity.io', version: 'v1alpha1' };

/** What stages are explained by. */
export const kargoReferences: readonly ReferencedKind[] = [
  { ...kargo, kind: 'Freight', plural: 'freights', reduce: knownFreight },
  {
    ...kargo,
    kind: 'Promotion',
    plural: 'promotions',
    reduce: knownPromotion,
  },
  {
    ...kargo,
    kind: 'Warehouse',
    plural: 'warehouses',
    reduce: discoveryProblem,
  },
];
