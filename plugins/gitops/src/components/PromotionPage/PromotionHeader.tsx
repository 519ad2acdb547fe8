import { Link } from '@backstage/ui';
import {
  Allowance,
  isEnded,
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { entityName } from '../../text/entityName';
import { ExplainedButton } from '../ui/ExplainedButton';
import { PromotionStatus } from '../ui/PromotionStatus';
import { RelativeTime } from '../ui/RelativeTime';
import { CancelDialog } from './CancelDialog';
import styles from './PromotionHeader.module.css';

/** What is promoted, by whom and why, where it stands, and the way out. */
export function PromotionHeader(props: {
  promotion: Promotion;
  cancel: Allowance;
}) {
  const { promotion, cancel } = props;
  const { plan } = promotion;
  const [isCancelling, setCancelling] = useState(false);
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
        </div>
        <p className={styles.path}>
          From <strong>{promotion.from}</strong> to{' '}
          <strong>{promotion.to}</strong>:{' '}
          <span className={styles.versions}>
            {versionLabel(plan.fromVersion) || 'unknown'} →{' '}
            {versionLabel(plan.toVersion) || 'unknown'}
          </span>
        </p>
        <p className={styles.now}>{promotion.message}</p>
        <p className={styles.who}>
          Asked for by {entityName(promotion.requestedBy)}{' '}
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
      </div>
      {!isEnded(promotion.state) && (
        <div className={styles.cancel}>
          <ExplainedButton
            variant="secondary"
            destructive
            allowance={cancel}
            onPress={() => setCancelling(true)}
          >
            Cancel promotion
          </ExplainedButton>
        </div>
      )}
      {isCancelling && (
        <CancelDialog
          promotion={promotion}
          onClose={() => setCancelling(false)}
        />
      )}
    </header>
  );
}
