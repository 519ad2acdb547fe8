import { Entity } from '@backstage/catalog-model';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { gitopsPromotePermission } from '@fairlead/backstage-plugin-gitops-common';
import {
  createGitopsLaneConditionalDecision,
  gitopsLaneConditions,
  gitopsLaneRules,
} from './conditionExports';
import { LaneResource, matchesLane } from './lane';

const { isOwner, inEnvironment, inTier, isService, hasLabel } =
  gitopsLaneConditions;
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', labels: { critical: 'yes' } },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/shop' },
    { type: 'partOf', targetRef: 'system:default/store' },
  ],
};
const lane: LaneResource = {
  entityRef: 'component:default/orders',
  entity,
  environment: 'prod-eu',
  tier: 'production',
};
const rules = Object.values(gitopsLaneRules);
const ruleset = {
  getRuleByName: (name: string) => {
    const rule = rules.find(each => each.name === name);
    if (!rule) throw new Error(`There is no rule ${name}`);
    return rule;
  },
};

describe('rules of lanes', () => {
  it.each([
    [isOwner({ claims: ['user:default/ada', 'group:default/shop'] }), true],
    [isOwner({ claims: ['group:default/SHOP'] }), true],
    // A part of the system is not its owner.
    [isOwner({ claims: ['system:default/store'] }), false],
    [isOwner({ claims: [] }), false],
    [inEnvironment({ environments: ['prod-us', 'prod-eu'] }), true],
    [inEnvironment({ environments: ['prod'] }), false],
    [inTier({ tiers: ['production'] }), true],
    [inTier({ tiers: ['development', 'staging'] }), false],
    [isService({ entityRefs: ['Component:default/Orders'] }), true],
    [isService({ entityRefs: ['component:shop/orders'] }), false],
    [hasLabel({ label: 'critical' }), true],
    [hasLabel({ label: 'critical', value: 'yes' }), true],
    [hasLabel({ label: 'critical', value: 'no' }), false],
    [hasLabel({ label: 'yes' }), false],
  ])('%j', (condition, expected) => {
    const decision = createGitopsLaneConditionalDecision(
      gitopsPromotePermission,
      condition,
    );
    const decide = createConditionAuthorizer<LaneResource>(ruleset);
    expect(decide(decision, lane)).toBe(expected);
    expect(decide(decision, undefined)).toBe(false);

    const filter = createConditionTransformer(ruleset)(condition);
    expect('field' in filter && matchesLane(lane, filter)).toBe(expected);
  });

  it('refuse parameters that they do not have', () => {
    const decide = createConditionAuthorizer<LaneResource>(ruleset);
    const decision = createGitopsLaneConditionalDecision(
      gitopsPromotePermission,
      { ...inTier({ tiers: ['production'] }), params: { tiers: ['prod'] } },
    );
    expect(() => decide(decision, lane)).toThrow(
      /Parameters to rule are invalid/,
    );
  });
});
