import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
} from '@backstage/ui';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { useCancelPromotion } from '../../data/usePromotion';
import { ErrorNotice } from '../ui/ErrorNotice';
import styles from './CancelDialog.module.css';

/** Asks why before a promotion is cancelled. */
export function CancelDialog(props: {
  promotion: Promotion;
  onClose: () => void;
}) {
  const { promotion, onClose } = props;
  const cancel = useCancelPromotion(promotion.id);
  const [reason, setReason] = useState('');
  const [wasAsked, setAsked] = useState(false);
  const isReasonMissing = wasAsked && reason.trim() === '';

  const submit = () => {
    setAsked(true);
    if (!reason.trim()) return;
    cancel.mutate(reason.trim(), { onSuccess: onClose });
  };

  return (
    <Dialog
      isOpen
      isDismissable={reason.trim() === ''}
      onOpenChange={isOpen => !isOpen && onClose()}
      width={520}
    >
      <DialogHeader>Cancel this promotion?</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <p>
            {promotion.pullRequest
              ? `Pull request #${promotion.pullRequest.number} is closed without being merged, and its branch is removed.`
              : 'No pull request is opened.'}{' '}
            {promotion.to} stays as it is.
          </p>
          <TextAreaField
            label="Reason"
            secondaryLabel="Required"
            rows={2}
            value={reason}
            onChange={setReason}
            isRequired
            isInvalid={isReasonMissing}
            validationBehavior="aria"
          />
          {isReasonMissing && (
            <p role="alert" className={styles.invalid}>
              Say why, in a few words.
            </p>
          )}
          {cancel.error && <ErrorNotice error={cancel.error} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" size="small" onPress={onClose}>
          Keep it
        </Button>
        <Button
          variant="primary"
          destructive
          size="small"
          isPending={cancel.isPending}
          onPress={submit}
        >
          Cancel promotion
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
