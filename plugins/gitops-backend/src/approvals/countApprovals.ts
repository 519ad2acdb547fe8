import { Entity } from '@backstage/catalog-model';
import {
  Approval,
  ApprovalsPolicy,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { GivenApproval } from './Approvals';
import { approversOf } from './approversOf';
import { changeKey } from './changeKey';

/** How approvals of a promotion count. */
export interface ApprovalCount {
  /** As they were given, each with whether it counts and, if not, why. */
  approvals: Approval[];
  /** Entity refs of the users whose approval counts. */
  people: string[];
  counted: number;
  /** Entity refs of users who approved a change that is not the one of now, and would count. */
  outdated: string[];
  required: number;
  /** Entity refs of users and groups that may approve. */
  approvers: string[];
}

/** What they are counted by. */
export interface CountApprovalsOptions {
  promotion: Pick<Promotion, 'plan' | 'requestedBy'>;
  /** Absent: nobody has to approve. */
  policy?: ApprovalsPolicy;
  /** The service in the catalog, for its owners. */
  entity?: Entity;
  given: readonly GivenApproval[];
}

/**
 * Which approvals count: those of the change as it is now, by people who may approve it and have not requested it, each
 * person once.
 */
export function countApprovals(options: CountApprovalsOptions): ApprovalCount {
  const { promotion, policy, entity, given } = options;
  const approvers = approversOf({ from: policy?.from ?? [], entity });
  const context = {
    approvers: new Set(approvers),
    key: changeKey(promotion.plan),
    requester: promotion.requestedBy.toLowerCase(),
    counted: new Set<string>(),
    outdated: new Set<string>(),
  };
  const approvals = given.map(approval => {
    const { by, at, comment } = approval;
    const why = policy
      ? whyNot(approval, context)
      : 'Nobody has to approve promotions to this environment.';
    if (!why) context.counted.add(by.toLowerCase());
    return {
      by,
      at,
      ...(comment && { comment }),
      counts: !why,
      ...(why && { why }),
    };
  });
  const people = [...context.counted];
  return {
    approvals,
    people,
    counted: people.length,
    outdated: [...context.outdated].filter(by => !context.counted.has(by)),
    required: policy?.required ?? 0,
    approvers,
  };
}

function whyNot(
  { by, memberOf, changeKey: key }: GivenApproval,
  context: {
    approvers: ReadonlySet<string>;
    key: string;
    requester: string;
    counted: ReadonlySet<string>;
    outdated: Set<string>;
  },
): string | undefined {
  const user = by.toLowerCase();
  if (user === context.requester) {
    return 'Whoever requested a promotion does not count.';
  }
  const is = [user, ...memberOf.map(ref => ref.toLowerCase())];
  if (!is.some(ref => context.approvers.has(ref))) {
    return 'Is none of those who may approve this promotion.';
  }
  if (key !== context.key) {
    context.outdated.add(user);
    return 'Was given for another change: the plan has changed since then.';
  }
  return context.counted.has(user) ? 'Has approved already.' : undefined;
}
