import { Button, DialogBody, DialogFooter, TextAreaField } from '@backstage/ui';
import {
  PlanResponse,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { FormEvent, useState } from 'react';
import { DiffView } from '../ui/DiffView';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ActivePromotion } from '../DeploymentsTab/ActivePromotion';
import { Blockers } from './Blockers';
import { EditList } from './EditList';
import { SubmitError } from './SubmitError';
import { submitAllowance } from './submitAllowance';
import styles from './PromoteForm.module.css';

const maxReason = 2000;

/** The plan and its diff, the reason, and the button. */
export function PromoteForm(props: {
  answer: PlanResponse;
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
  const { plan, active } = answer;
  const [wasAsked, setAsked] = useState(false);
  const isReasonMissing = wasAsked && reason.trim() === '';
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
          <dl className={styles.facts}>
            <dt>{titleOf(plan.to)} now</dt>
            <dd>{versionLabel(plan.fromVersion) || 'unknown'}</dd>
            <dt>After the merge</dt>
            <dd>{versionLabel(plan.toVersion) || 'unknown'}</dd>
            <dt>Pull request</dt>
            <dd>
              {plan.repoUrl.replace(/^https?:\/\/|\.git$/g, '')} →{' '}
              <code>{plan.baseBranch}</code>
            </dd>
          </dl>
          {active && (
            <div className={styles.section}>
              <h3>A promotion to {titleOf(plan.to)} is under way</h3>
              <ActivePromotion promotion={active} titleOf={titleOf} />
            </div>
          )}
          <Blockers blockers={plan.blockers} />
          {plan.edits.length > 0 && (
            <div className={styles.section}>
              <h3>
                {plan.edits.length === 1
                  ? 'One value changes'
                  : `${plan.edits.length} values change`}
              </h3>
              <EditList edits={plan.edits} />
            </div>
          )}
          {plan.files.length > 0 && (
            <div className={styles.section}>
              <h3>Exact diff</h3>
              <DiffView files={plan.files} />
            </div>
          )}
          {plan.edits.length === 0 && plan.blockers.length === 0 && (
            <p>
              Nothing to change: Git already says {titleOf(plan.to)} runs{' '}
              {versionLabel(plan.toVersion)}.
            </p>
          )}
          <TextAreaField
            label="Reason"
            secondaryLabel="Required"
            description={
              isReasonMissing
                ? undefined
                : 'Reviewers read it in the pull request. It stays in the timeline.'
            }
            name="reason"
            rows={2}
            value={reason}
            onChange={onReason}
            maxLength={maxReason}
            isRequired
            isInvalid={isReasonMissing}
            aria-describedby={isReasonMissing ? 'reason-missing' : undefined}
            validationBehavior="aria"
          />
          {isReasonMissing && (
            <p id="reason-missing" role="alert" className={styles.invalid}>
              Say why, in a few words: who reviews the pull request wants to
              know.
            </p>
          )}
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
          {isOpening && 'Opening the pull request…'}
          {props.isPlanning && 'Computing the diff again…'}
        </span>
        <Button variant="secondary" size="small" onPress={props.onClose}>
          Cancel
        </Button>
        <ExplainedButton
          variant="primary"
          allowance={allowance}
          isPending={isOpening}
          onPress={submit}
        >
          Open pull request
        </ExplainedButton>
      </DialogFooter>
    </form>
  );
}
