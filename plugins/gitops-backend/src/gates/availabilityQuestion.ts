import { GateInput } from '@fairlead/backstage-plugin-gitops-node';
import { AvailabilityQuestion } from './Availability';

/** What a promotion asks of the deployment log. */
export function availabilityQuestion(input: GateInput): AvailabilityQuestion {
  const { promotion, policy, now } = input;
  const { entityRef, from, to, kind, skips, plan } = promotion;
  return {
    entityRef,
    version: plan.toVersion,
    from,
    to,
    mode: policy.availability,
    except: skips,
    // The environments before `to` may lack the fix as well, and `from` is where it has proven itself.
    ...(kind === 'backfill' && { only: from }),
    soakMs: policy.gates.soakMs,
    now,
  };
}
