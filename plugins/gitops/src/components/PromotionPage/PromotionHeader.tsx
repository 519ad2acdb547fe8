import { Link } from '@backstage/ui';
import {
  PromotionDetail,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { entityName } from '../../text/entityName';
import { enumerate } from '../../text/enumerate';
import { promotionPath } from '../../text/kindWords';
import { PromotionMarks } from '../ui/PromotionMarks';
import { PromotionStatus } from '../ui/PromotionStatus';
import { RelativeTime } from '../ui/RelativeTime';
import { PromotionActions } from './PromotionActions';
import { PromotionLinks } from './PromotionLinks';
import styles from './PromotionHeader.module.css';

/** What is promoted, by whom and why, where it stands, and the way out. */
export function PromotionHeader(props: { detail: PromotionDetail }) {
  const { promotion, titles } = props.detail;
  const { plan } = promotion;
  const deployments = useGitopsLinks().deployments(promotion.entityRef);
  const service = entityName(promotion.entityRef);
  return (
    <header className={styles.header}>
      <div className={styles.what}>
        <div className={styles.titleRow}>
          <h2 className={styles.title}>
            {deployments ? <Link href={deployments}>{service}</Link> : service}{' '}
            {versionLabel(plan.toVersion)}
          </h2>
          <PromotionStatus state={promotion.state} />
          <PromotionMarks promotion={promotion} />
        </div>
        <p className={styles.path}>
          <strong>{promotionPath(promotion, titles)}</strong>:{' '}
          <span className={styles.versions}>
            {versionLabel(plan.fromVersion) || 'unknown'} →{' '}
            {versionLabel(plan.toVersion) || 'unknown'}
          </span>
        </p>
        <p className={styles.now}>{promotion.message}</p>
        <p className={styles.who}>
          {promotion.automatic
            ? 'Begun by Fairlead'
            : `Asked for by ${entityName(promotion.requestedBy)}`}{' '}
          <RelativeTime at={promotion.createdAt} />
          {promotion.finishedAt && (
            <>
              , ended <RelativeTime at={promotion.finishedAt} />
            </>
          )}
          .
        </p>
        <blockquote className={styles.reason} aria-label="Why it was asked for">
          {promotion.reason}
        </blockquote>
        {promotion.skips.length > 0 && (
          <p className={styles.who}>
            Skips {enumerate(promotion.skips)} on its way.
          </p>
        )}
        <PromotionLinks promotion={promotion} />
      </div>
      <PromotionActions detail={props.detail} />
    </header>
  );
}
