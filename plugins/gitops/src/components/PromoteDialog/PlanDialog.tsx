import { Dialog, DialogHeader } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { ChangeRequested, useCreateChange, usePlan } from '../../data/usePlan';
import { PlanLoading } from './PlanLoading';
import { PromoteForm } from './PromoteForm';
import { PromoteOutcome } from './PromoteOutcome';

/** Shows what a change would write, asks for the reason, and asks for it. */
export function PlanDialog(props: {
  title: string;
  intro?: ReactNode;
  change: ChangeRequested;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { title, intro, change, titleOf, onClose } = props;
  const plan = usePlan(change);
  const create = useCreateChange(change);
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
      <DialogHeader>{title}</DialogHeader>
      {create.data && (
        <PromoteOutcome promotion={create.data} onClose={onClose} />
      )}
      {!create.data && shown && (
        <PromoteForm
          intro={intro}
          answer={shown}
          isRollback={change.type === 'rollback'}
          titleOf={titleOf}
          reason={reason}
          onReason={setReason}
          isOpening={create.isPending}
          error={create.error}
          onSubmit={() =>
            create.mutate({ reason: reason.trim(), answer: shown })
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
