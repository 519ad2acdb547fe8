import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import { useLift } from '../../data/useRestrictions';
import { entityName } from '../../text/entityName';
import {
  restrictionKinds,
  restrictionTitle,
  scopeWords,
} from '../../text/restrictionWords';
import { Note } from '../ui/Note';
import { ReasonDialog } from '../ui/ReasonDialog';

/** Ends a restriction before its time, with the reason. */
export function LiftDialog(props: {
  restriction: Restriction;
  titleOf: (environment: string) => string;
  onClose: () => void;
}) {
  const { restriction, titleOf, onClose } = props;
  const { id, kind, scope, reason, createdBy } = restriction;
  const lift = useLift(id);
  return (
    <ReasonDialog
      title={`${restrictionKinds[kind].lift}?`}
      confirm={restrictionKinds[kind].lift}
      isPending={lift.isPending}
      error={lift.error}
      onConfirm={why => lift.mutate(why, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Note severity="info" title={restrictionTitle(restriction, titleOf)}>
        <p>
          {createdBy === 'fairlead' ? 'Fairlead' : entityName(createdBy)}:{' '}
          {reason}
        </p>
      </Note>
      <p>
        It ends at once for {scopeWords(scope, titleOf)}. What waits for it goes
        on by itself.
      </p>
    </ReasonDialog>
  );
}
