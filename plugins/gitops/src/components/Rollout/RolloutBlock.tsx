import {
  RolloutActionId,
  RolloutStatus,
  Target,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { engineWords } from '../../text/engineWords';
import { Disclosure } from '../ui/Disclosure';
import { TargetAllowances } from '../DeploymentsTab/targetTask';
import { Analyses } from './Analyses';
import { RolloutActionDialog } from './RolloutActionDialog';
import { RolloutActions } from './RolloutActions';
import { RolloutCounts } from './RolloutCounts';
import { RolloutFacts } from './RolloutFacts';
import { RolloutHeader } from './RolloutHeader';
import { RolloutNotes } from './RolloutNotes';
import { RolloutSteps } from './RolloutSteps';
import { Traffic } from './Traffic';
import { useHint } from './useHint';
import styles from './RolloutBlock.module.css';

/** Progressive delivery in a target: how far it is, why it stands, and what a person can do about it. */
export function RolloutBlock(props: {
  rollout: RolloutStatus;
  target: Target;
  allowances: TargetAllowances;
  /** Absent where there is no environment to roll back. */
  onRollBack?: () => void;
}) {
  const { rollout, target, allowances, onRollBack } = props;
  const [asked, setAsked] = useState<RolloutActionId>();
  const [hint, setHint] = useHint(rollout);
  const isQuiet = rollout.state === 'stable';
  const actions = (
    <RolloutActions
      rollout={rollout}
      allowances={allowances.rollout}
      onAction={setAsked}
    />
  );
  const recent = rollout.analyses.slice(0, 1);
  return (
    <section
      className={styles.rollout}
      data-state={rollout.state}
      aria-label={`Rollout ${rollout.object.name}`}
    >
      <RolloutHeader rollout={rollout} />
      {!isQuiet && (
        <>
          <RolloutSteps rollout={rollout} />
          <Traffic rollout={rollout} />
          <RolloutCounts rollout={rollout} />
        </>
      )}
      <RolloutNotes
        rollout={rollout}
        rollback={allowances.rollback}
        onRollBack={onRollBack}
      />
      {!isQuiet && <Analyses analyses={recent} />}
      {!isQuiet && actions}
      <p role="status" className={styles.hint}>
        {hint}
      </p>
      <Disclosure summary="Details of the rollout">
        {isQuiet && <Traffic rollout={rollout} />}
        <RolloutFacts rollout={rollout} />
        <Analyses
          analyses={isQuiet ? rollout.analyses : rollout.analyses.slice(1)}
        />
        {isQuiet && actions}
      </Disclosure>
      {asked && (
        <RolloutActionDialog
          targetId={target.id}
          rollout={rollout}
          action={asked}
          engine={engineWords(target.status.engine).title}
          onDone={setHint}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}
