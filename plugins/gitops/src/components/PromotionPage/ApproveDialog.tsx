import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { usePromotionAction } from '../../data/usePromotionAction';
import { ReasonDialog } from '../ui/ReasonDialog';

/** Approves a promotion as it is now, with a word if wanted. */
export function ApproveDialog(props: {
  promotion: Promotion;
  titles: { from: string; to: string };
  onClose: () => void;
}) {
  const { promotion, titles, onClose } = props;
  const approve = usePromotionAction<string>((api, comment) =>
    api.approvePromotion({
      id: promotion.id,
      ...(comment && { comment }),
    }),
  );
  return (
    <ReasonDialog
      title="Approve this promotion?"
      confirm="Approve"
      label="Comment"
      isOptional
      isPending={approve.isPending}
      error={approve.error}
      onConfirm={comment => approve.mutate(comment, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        You approve of {versionLabel(promotion.plan.toVersion)} for {titles.to},
        with the changes that this page shows. If they change, you are asked
        again.
      </p>
    </ReasonDialog>
  );
}
