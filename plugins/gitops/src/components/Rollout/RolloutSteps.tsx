import { VisuallyHidden } from '@backstage/ui';
import {
  RolloutStatus,
  RolloutStep,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiCheckLine } from '@remixicon/react';
import { stepCount } from '../../text/rolloutWords';
import { Disclosure } from '../ui/Disclosure';
import styles from './RolloutSteps.module.css';

const spoken: Record<RolloutStep['state'], string> = {
  done: 'done',
  current: 'now',
  upcoming: 'still to come',
};

/** The steps of a rollout as a track, with the current one in words; on request all of them. */
export function RolloutSteps(props: { rollout: RolloutStatus }) {
  const { steps } = props.rollout;
  if (steps.length === 0) return null;
  const current = steps.find(({ state }) => state === 'current');
  const count = stepCount(props.rollout) ?? `${steps.length} steps`;
  return (
    <div
      className={styles.root}
      data-ended={
        ['aborted', 'degraded'].includes(props.rollout.state) ? '' : undefined
      }
    >
      <div className={styles.track} aria-hidden="true">
        {steps.map((step, index) => (
          <span
            // Steps have no names, and never change order.
            key={index}
            className={styles.part}
            data-state={step.state}
            title={`${index + 1}. ${step.title} (${spoken[step.state]})`}
          />
        ))}
      </div>
      <Disclosure
        summary={
          <span>
            <span className={styles.count}>{count}</span>
            {current && <> · {current.title}</>}
          </span>
        }
      >
        <ol className={styles.list} aria-label="Steps of the rollout">
          {steps.map((step, index) => (
            <li
              key={index}
              className={styles.step}
              data-state={step.state}
              aria-current={step.state === 'current' ? 'step' : undefined}
            >
              <span className={styles.mark} aria-hidden="true">
                {step.state === 'done' ? <RiCheckLine /> : index + 1}
              </span>
              <span>
                {step.title}
                <VisuallyHidden>, {spoken[step.state]}</VisuallyHidden>
              </span>
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}
