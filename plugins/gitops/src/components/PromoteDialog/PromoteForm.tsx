import { Button, DialogBody, DialogFooter } from '@backstage/ui';
import { PlanResponse } from '@fairlead/backstage-plugin-gitops-common';
import { FormEvent, ReactNode, useState } from 'react';
import { submitAllowance, submitWord } from '../../text/planWords';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ReasonField } from '../ui/ReasonField';
import { PlanBody } from './PlanBody';
import { SubmitError } from './SubmitError';
import styles from './PromoteForm.module.css';

/** The plan and its diff, the reason, and the button. */
export function PromoteForm(props: {
  answer: PlanResponse;
  intro?: ReactNode;
  isRollback: boolean;
  titleOf: (environment: string) => string;
  reason: string;
  onReason: (reason: string) => void;
  isOpening: boolean;
  error: Error | null;
  onSubmit: () => void;
  isPlanning: boolean;
  onPlanAgain: () => void;
  onClose: () => void;
}) {
  const { answer, titleOf, reason, onReason, isOpening, error } = props;
  const [wasAsked, setAsked] = useState(false);
  const allowance = submitAllowance(answer);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setAsked(true);
    if (allowance.allowed && reason.trim() && !isOpening) props.onSubmit();
  };

  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <DialogBody>
        <div className={styles.body}>
          <PlanBody answer={answer} intro={props.intro} titleOf={titleOf} />
          <ReasonField
            value={reason}
            onChange={onReason}
            isMissing={wasAsked && reason.trim() === ''}
            hint="Reviewers read it in the pull request. It stays in the timeline."
            missing="Say why, in a few words: who reviews the pull request wants to know."
          />
          {error && (
            <SubmitError
              error={error}
              isPlanning={props.isPlanning}
              onPlanAgain={props.onPlanAgain}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <span role="status" className={styles.progress}>
          {isOpening && 'Asking for the promotion…'}
          {props.isPlanning && 'Computing the diff again…'}
        </span>
        <Button variant="secondary" size="small" onPress={props.onClose}>
          Cancel
        </Button>
        <ExplainedButton
          variant="primary"
          destructive={props.isRollback}
          allowance={allowance}
          isPending={isOpening}
          onPress={submit}
        >
          {submitWord({ answer, isRollback: props.isRollback })}
        </ExplainedButton>
      </DialogFooter>
    </form>
  );
}
