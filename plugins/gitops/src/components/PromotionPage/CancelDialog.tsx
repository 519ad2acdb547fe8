import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { usePromotionAction } from '../../data/usePromotionAction';
import { ReasonDialog } from '../ui/ReasonDialog';

/** Asks why before a promotion is cancelled. */
export function CancelDialog(props: {
  promotion: Promotion;
  titles: { from: string; to: string };
  onClose: () => void;
}) {
  const { promotion, titles, onClose } = props;
  const { id, pullRequest } = promotion;
  const cancel = usePromotionAction<string>((api, reason) =>
    api.cancelPromotion({ id, reason }),
  );
  return (
    <ReasonDialog
      title="Cancel this promotion?"
      confirm="Cancel promotion"
      dismiss="Keep it"
      isDestructive
      isPending={cancel.isPending}
      error={cancel.error}
      onConfirm={reason => cancel.mutate(reason, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        {pullRequest
          ? `Pull request #${pullRequest.number} is closed without being merged, and its branch is deleted unless a person pushed to it.`
          : 'No pull request is opened.'}{' '}
        {titles.to} stays as it is.
      </p>
    </ReasonDialog>
  );
}
