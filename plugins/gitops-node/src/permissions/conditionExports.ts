import { createConditionExports } from '@backstage/plugin-permission-node';
import { gitopsLaneResourceRef } from './lane';
import { hasLabel } from './rules/hasLabel';
import { inEnvironment } from './rules/inEnvironment';
import { inTier } from './rules/inTier';
import { isOwner } from './rules/isOwner';
import { isService } from './rules/isService';

/** All rules about a service in an environment, as the gitops backend registers them. @public */
export const gitopsLaneRules = {
  isOwner,
  inEnvironment,
  inTier,
  isService,
  hasLabel,
};

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: gitopsLaneResourceRef,
  rules: gitopsLaneRules,
});

/**
 * What a permission policy can ask about a service in an environment.
 *
 * @example
 * ```ts
 * createGitopsLaneConditionalDecision(request.permission, {
 *   allOf: [
 *     gitopsLaneConditions.isOwner({ claims: user.ownershipEntityRefs }),
 *     gitopsLaneConditions.inTier({ tiers: ['development', 'staging'] }),
 *   ],
 * });
 * ```
 *
 * @public
 */
export const gitopsLaneConditions = conditions;

/** Makes the decision of a policy from {@link gitopsLaneConditions}. @public */
export const createGitopsLaneConditionalDecision = createConditionalDecision;
