import { VisuallyHidden } from '@backstage/ui';
import {
  Promotion,
  PromotionEvent,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiCheckLine, RiCloseLine, RiStopLine } from '@remixicon/react';
import { PromotionStep, promotionSteps } from '../../text/promotionSteps';
import { promotionStates } from '../../text/promotionWords';
import styles from './StepTrack.module.css';

const spoken: Record<PromotionStep['state'], string> = {
  done: 'done',
  current: 'waited for now',
  ahead: 'still to come',
  ended: 'ended here',
};

/** The steps of a promotion and where it stands. */
export function StepTrack(props: {
  promotion: Promotion;
  events: PromotionEvent[];
}) {
  const steps = promotionSteps(props.promotion, props.events);
  return (
    <ol className={styles.track} aria-label="Steps of the promotion">
      {steps.map((step, index) => (
        <li
          key={step.title}
          className={styles.step}
          data-state={step.state}
          data-tone={step.end && promotionStates[step.end].tone}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <span className={styles.mark} aria-hidden="true">
            <Mark step={step} number={index + 1} />
          </span>
          <span className={styles.title}>{step.title}</span>
          <VisuallyHidden>, {spoken[step.state]}</VisuallyHidden>
        </li>
      ))}
    </ol>
  );
}

function Mark(props: { step: PromotionStep; number: number }) {
  const { step, number } = props;
  if (step.state === 'done') return <RiCheckLine />;
  if (step.state !== 'ended') return <>{number}</>;
  return step.end === 'failed' || step.end === 'errored' ? (
    <RiCloseLine />
  ) : (
    <RiStopLine />
  );
}
