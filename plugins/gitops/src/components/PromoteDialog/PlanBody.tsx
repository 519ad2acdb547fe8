import {
  PlanResponse,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { opensByItself } from '../../text/gateWords';
import { DiffView } from '../ui/DiffView';
import { GateList } from '../ui/GateList';
import { Blockers } from './Blockers';
import { EditList } from './EditList';
import { LaneNotice } from './LaneNotice';
import { PlanFacts } from './PlanFacts';
import styles from './PromoteForm.module.css';

/** All that a person should know before agreeing to a plan. */
export function PlanBody(props: {
  answer: PlanResponse;
  intro?: ReactNode;
  titleOf: (environment: string) => string;
}) {
  const { answer, intro, titleOf } = props;
  const { plan, gates } = answer;
  return (
    <>
      {intro}
      <PlanFacts answer={answer} titleOf={titleOf} />
      <LaneNotice answer={answer} titleOf={titleOf} />
      <Blockers blockers={plan.blockers} />
      {gates.length > 0 && (
        <section className={styles.section} aria-labelledby="plan-gates">
          <h3 id="plan-gates">Gates, as they stand now</h3>
          {opensByItself(gates) && (
            <p className={styles.hint}>
              You need not wait here: it begins by itself when they pass.
            </p>
          )}
          <GateList gates={gates} />
        </section>
      )}
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
    </>
  );
}
