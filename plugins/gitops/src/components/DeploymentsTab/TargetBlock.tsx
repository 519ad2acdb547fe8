import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { CommitOf } from '../../data/useCommits';
import { Findings } from '../Findings/Findings';
import { RolloutBlock } from '../Rollout/RolloutBlock';
import { DeployedLine } from './DeployedLine';
import { TargetDialogs } from './TargetDialogs';
import { TargetMenu } from './TargetMenu';
import { TargetNotes } from './TargetNotes';
import { TargetPlace } from './TargetPlace';
import { TargetStatuses } from './TargetStatuses';
import { TargetAllowances, TargetTask } from './targetTask';
import { UnreachableNote } from './UnreachableNote';
import { VersionLine } from './VersionLine';
import styles from './TargetBlock.module.css';

/** One target: what runs there, how it is, and who brought it. */
export function TargetBlock(props: {
  target: Target;
  commitOf: CommitOf;
  allowances: TargetAllowances;
  /** Absent where there is no environment to roll back. */
  onRollBack?: () => void;
}) {
  const { target, commitOf, allowances, onRollBack } = props;
  const { unreachable, rollouts } = target;
  const { object } = target.status;
  const [task, setTask] = useState<TargetTask>();
  return (
    <article
      className={styles.target}
      data-unreachable={unreachable ? '' : undefined}
      aria-label={`${object.kind} ${object.name}`}
    >
      <div className={styles.top}>
        <VersionLine target={target} />
        <TargetMenu target={target} allowances={allowances} onTask={setTask} />
      </div>
      {unreachable && (
        <UnreachableNote {...unreachable} cluster={object.cluster} />
      )}
      <TargetStatuses target={target} onDrift={() => setTask('drift')} />
      <DeployedLine target={target} commitOf={commitOf} />
      {rollouts.map(rollout => (
        <RolloutBlock
          key={`${rollout.object.kind}/${rollout.object.namespace}/${rollout.object.name}`}
          rollout={rollout}
          target={target}
          allowances={allowances}
          onRollBack={onRollBack}
        />
      ))}
      <Findings target={target} onResources={() => setTask('resources')} />
      <TargetNotes target={target} />
      <TargetPlace target={target} />
      {task && (
        <TargetDialogs
          target={target}
          task={task}
          allowances={allowances}
          onTask={setTask}
          onClose={() => setTask(undefined)}
        />
      )}
    </article>
  );
}
