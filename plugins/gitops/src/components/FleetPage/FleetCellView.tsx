import { Link } from '@backstage/ui';
import {
  FleetCell,
  pushedSync,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  RiArrowRightUpLine,
  RiHistoryLine,
  RiWifiOffLine,
} from '@remixicon/react';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { Status } from '../ui/Status';
import { Health, Sync } from '../ui/targetStatuses';
import styles from './FleetCellView.module.css';

/** What a service runs in one environment. All is well in one word; what is not has its own. */
export function FleetCellView(props: { cell: FleetCell | undefined }) {
  const { cell } = props;
  const links = useGitopsLinks();
  if (!cell || cell.targetCount === 0) {
    return (
      <span className={styles.none} title="Not deployed here">
        –
      </span>
    );
  }
  const promotion =
    cell.activePromotionId && links.promotion(cell.activePromotionId);
  return (
    <div className={styles.cell}>
      <span className={styles.version}>
        {cell.versions.join(', ') || 'unknown'}
        {cell.targetCount > 1 && (
          <span className={styles.targets}> on {cell.targetCount} targets</span>
        )}
      </span>
      <span className={styles.statuses}>
        {cell.unreachable && (
          <Status
            tone="warning"
            icon={RiWifiOffLine}
            word="Unreachable"
            title="The cluster can’t be read; this is what was known last"
          />
        )}
        <Health status={cell.health} />
        {cell.sync !== 'Synced' && cell.sync !== pushedSync && (
          <Sync status={cell.sync} />
        )}
        {cell.behind && (
          <Status
            tone="neutral"
            icon={RiHistoryLine}
            word="Behind"
            title="The environment before runs another version"
          />
        )}
        {promotion && (
          <Link href={promotion} className={styles.promotion}>
            <RiArrowRightUpLine aria-hidden="true" className={styles.icon} />
            Promotion
          </Link>
        )}
      </span>
    </div>
  );
}
