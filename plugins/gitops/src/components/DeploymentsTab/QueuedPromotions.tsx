import { Link } from '@backstage/ui';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import styles from './QueuedPromotions.module.css';

/** Promotions that wait for their turn, in order. */
export function QueuedPromotions(props: {
  promotions: Promotion[];
  titleOf: (environment: string) => string;
}) {
  const { promotions, titleOf } = props;
  const links = useGitopsLinks();
  if (promotions.length === 0) return null;
  return (
    <div className={styles.root}>
      <h4 className={styles.title}>Waiting for their turn</h4>
      <ol className={styles.list}>
        {promotions.map(promotion => {
          const href = links.promotion(promotion.id);
          const text = `${versionLabel(promotion.plan.toVersion)} from ${titleOf(promotion.from)}`;
          return (
            <li key={promotion.id}>
              {href ? <Link href={href}>{text}</Link> : text}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
