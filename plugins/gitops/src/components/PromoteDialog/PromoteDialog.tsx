import { Dialog, DialogHeader } from '@backstage/ui';
import { useState } from 'react';
import {
  useCreatePromotion,
  usePromotionPlan,
} from '../../data/usePromotionPlan';
import { PromoteForm } from './PromoteForm';
import { PromoteOutcome } from './PromoteOutcome';
import { PlanLoading } from './PlanLoading';

/** Shows what a promotion would write, asks for the reason, and opens it. */
export function PromoteDialog(props: {
  entityRef: string;
  from: string;
  to: string;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { entityRef, from, to, titleOf, onClose } = props;
  const plan = usePromotionPlan({ entityRef, from, to });
  const create = useCreatePromotion();
  // Above the plan, so that planning again does not lose what was written.
  const [reason, setReason] = useState('');

  // A plan that could not be renewed is out of date: to agree to it would be refused again.
  const shown = plan.error ? undefined : plan.data;
  return (
    <Dialog
      isOpen
      // A click beside the dialog must not throw away a reason that was written.
      isDismissable={reason.trim() === ''}
      onOpenChange={isOpen => !isOpen && onClose()}
      width={880}
    >
      <DialogHeader>
        Promote from {titleOf(from)} to {titleOf(to)}
      </DialogHeader>
      {create.data && (
        <PromoteOutcome promotion={create.data} onClose={onClose} />
      )}
      {!create.data && shown && (
        <PromoteForm
          answer={shown}
          titleOf={titleOf}
          reason={reason}
          onReason={setReason}
          isOpening={create.isPending}
          error={create.error}
          onSubmit={() =>
            create.mutate({
              entityRef,
              from,
              to,
              reason: reason.trim(),
              fingerprint: shown.plan.fingerprint,
            })
          }
          isPlanning={plan.isFetching}
          onPlanAgain={() => {
            create.reset();
            plan.refetch();
          }}
          onClose={onClose}
        />
      )}
      {!create.data && !shown && (
        <PlanLoading
          error={plan.error}
          isPlanning={plan.isFetching}
          onRetry={() => plan.refetch()}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
