import {
  Promotion,
  PromotionTargetProgress,
} from '@fairlead/backstage-plugin-gitops-common';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { Section } from './Section';
import styles from './TargetProgress.module.css';

/** How each target of a promotion is doing after the merge. */
export function TargetProgress(props: { promotion: Promotion }) {
  const { progress } = props.promotion;
  if (progress.length === 0) return null;
  return (
    <Section title={progress.length === 1 ? 'Target' : 'Targets'}>
      <ul className={styles.list}>
        {progress.map(item => (
          <li key={item.targetId} className={styles.item}>
            <span className={styles.name} title={item.targetId}>
              {nameOf(item)}
            </span>
            <span className={styles.statuses}>
              <Status
                tone={item.synced ? 'positive' : 'active'}
                word={item.synced ? 'Synced' : 'Not synced yet'}
              />
              {item.healthySince && (
                <>
                  <Status tone="positive" word="Healthy" />
                  <span className={styles.since}>
                    since <RelativeTime at={item.healthySince} />
                  </span>
                </>
              )}
            </span>
            <span className={styles.message}>{item.message}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

// A target's id is cluster, group, kind, namespace and name.
function nameOf({ targetId }: PromotionTargetProgress): string {
  const parts = targetId.split(':');
  return parts.length < 5
    ? targetId
    : `${parts.slice(4).join(':')} on ${parts[0]}`;
}
