import { Link } from '@backstage/ui';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { ExternalLink } from '../ui/ExternalLink';
import { PromotionMarks } from '../ui/PromotionMarks';
import { PromotionStatus } from '../ui/PromotionStatus';
import styles from './ActivePromotion.module.css';

/** The promotion under way to an environment. */
export function ActivePromotion(props: {
  promotion: Promotion;
  titleOf?: (environment: string) => string;
}) {
  const { promotion, titleOf = name => name } = props;
  const links = useGitopsLinks();
  const href = links.promotion(promotion.id);
  const version = versionLabel(promotion.plan.toVersion);
  const title =
    promotion.kind === 'rollback'
      ? `Rollback to ${version}`
      : `Promotion of ${version} from ${titleOf(promotion.from)}`;
  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <span className={styles.marks}>
          <PromotionStatus state={promotion.state} />
          <PromotionMarks promotion={promotion} />
        </span>
        {promotion.pullRequest && (
          <ExternalLink
            href={promotion.pullRequest.url}
            label={`Pull request ${promotion.pullRequest.number}`}
          >
            #{promotion.pullRequest.number}
          </ExternalLink>
        )}
      </div>
      {href ? (
        <Link href={href} className={styles.title}>
          {title}
        </Link>
      ) : (
        <span className={styles.title}>{title}</span>
      )}
      <p className={styles.message}>{promotion.message}</p>
    </div>
  );
}
