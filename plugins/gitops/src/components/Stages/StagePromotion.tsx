import { ManagedPromotion } from '@fairlead/backstage-plugin-gitops-common';
import {
  actorName,
  managedPromotionTones,
  managedStepTones,
  stepProgress,
} from '../../text/stageWords';
import { ExternalLink } from '../ui/ExternalLink';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import styles from './StagePromotion.module.css';

/** A promotion that another system carries out, step by step. */
export function StagePromotion({ promotion }: { promotion: ManagedPromotion }) {
  const { phase, state, steps, pullRequest, requestedBy } = promotion;
  const progress = stepProgress(promotion);
  const at = promotion.finishedAt ?? promotion.startedAt;
  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <Status
          tone={managedPromotionTones[state]}
          word={`Promotion ${phase.toLowerCase()}`}
          title={promotion.name}
        />
        {pullRequest && (
          <ExternalLink
            href={pullRequest.url}
            label={`Pull request ${pullRequest.number ?? ''}`}
          >
            {pullRequest.number ? `#${pullRequest.number}` : 'Pull request'}
            {pullRequest.state && ` ${pullRequest.state}`}
          </ExternalLink>
        )}
      </div>
      <p className={styles.words}>
        {progress && `At ${progress}. `}
        {promotion.message && `${promotion.message} `}
        {requestedBy && `Asked for by ${actorName(requestedBy)}. `}
        {at && <RelativeTime at={at} />}
      </p>
      {steps.length > 0 && (
        <details className={styles.details}>
          <summary>{steps.length} steps</summary>
          <ol className={styles.steps}>
            {steps.map((step, index) => (
              <li key={`${index} ${step.name}`} className={styles.step}>
                <Status tone={managedStepTones[step.state]} word={step.state} />
                <span className={styles.text}>
                  {step.name}
                  {step.message && (
                    <span className={styles.words}>: {step.message}</span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
