import {
  GateStatus,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { usePromotionAction } from '../../data/usePromotionAction';
import { Note } from '../ui/Note';
import { ReasonDialog } from '../ui/ReasonDialog';

/** Lets a promotion pass a gate, with the reason that everybody will see. */
export function OverrideDialog(props: {
  promotion: Promotion;
  gate: GateStatus;
  onClose: () => void;
}) {
  const { promotion, gate, onClose } = props;
  const override = usePromotionAction<string>((api, reason) =>
    api.overrideGate({ id: promotion.id, gate: gate.gate, reason }),
  );
  return (
    <ReasonDialog
      title={`Override “${gate.title}”?`}
      confirm="Override gate"
      isDestructive
      hint="It stays visible here, in the timeline and in the pull request, with your name."
      isPending={override.isPending}
      error={override.error}
      onConfirm={reason => override.mutate(reason, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Note severity="warning" title={gate.message} />
      <p>
        This promotion passes the gate although it has not passed by itself. All
        other gates still hold.
      </p>
    </ReasonDialog>
  );
}
