import { PlanResponse } from '@fairlead/backstage-plugin-gitops-common';
import { laneWords } from '../../text/planWords';
import { ActivePromotion } from '../DeploymentsTab/ActivePromotion';
import { Note } from '../ui/Note';
import styles from './PromoteForm.module.css';

/** The promotion under way, and what becomes of it. */
export function LaneNotice(props: {
  answer: PlanResponse;
  titleOf: (environment: string) => string;
}) {
  const { answer, titleOf } = props;
  const words = laneWords(answer.lane);
  if (!words) return null;
  const stops = answer.lane === 'same' || answer.lane === 'reject';
  return (
    <div className={styles.section}>
      <Note severity={stops ? 'warning' : 'info'} title={words.title}>
        <p>{words.detail}</p>
      </Note>
      {answer.active && (
        <div className={styles.active}>
          <ActivePromotion promotion={answer.active} titleOf={titleOf} />
        </div>
      )}
    </div>
  );
}
