import { Link } from '@backstage/ui';
import {
  isUnfinished,
  ServiceEnvironment,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiHistoryLine, RiWifiOffLine } from '@remixicon/react';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { promotionStates } from '../../text/promotionWords';
import { restrictionKinds } from '../../text/restrictionWords';
import { rolloutStates } from '../../text/rolloutWords';
import { rolloutIcons } from '../Rollout/rolloutIcons';
import { restrictionIcons } from '../ui/restrictionIcons';
import { Status } from '../ui/Status';
import { Health, Sync } from '../ui/targetStatuses';
import { FindingLine } from './FindingLine';
import styles from './OverviewRow.module.css';

/** One environment in one line. */
export function OverviewRow(props: { item: ServiceEnvironment }) {
  const { environment, targets, comparisons, activePromotion, restrictions } =
    props.item;
  const links = useGitopsLinks();
  const versions = distinct(
    targets.map(({ status }) => versionLabel(status.version) || 'unknown'),
  );
  const behind = comparisons.find(({ relation }) => relation === 'behind');
  const promotion = activePromotion && links.promotion(activePromotion.id);
  return (
    <li className={styles.row}>
      <span className={styles.environment}>{environment.title}</span>
      <span className={styles.version}>
        {versions.join(', ') || <span className={styles.none}>–</span>}
      </span>
      <span className={styles.statuses}>
        {targets.some(target => target.unreachable) && (
          <Status tone="warning" icon={RiWifiOffLine} word="Unreachable" />
        )}
        {distinct(targets.map(target => target.status.health.status)).map(
          status => (
            <Health key={status} status={status} />
          ),
        )}
        {distinct(targets.map(target => target.status.sync.status))
          .filter(status => status !== 'Synced')
          .map(status => (
            <Sync key={status} status={status} />
          ))}
        {targets
          .flatMap(({ rollouts }) => rollouts)
          .filter(isUnfinished)
          .map(({ object, state }) => (
            <Status
              key={`${object.cluster}/${object.namespace}/${object.name}`}
              tone={rolloutStates[state].tone}
              icon={rolloutIcons[state]}
              word={`Rollout ${state}`}
              title={rolloutStates[state].means}
            />
          ))}
        {distinct(restrictions.map(({ kind }) => kind)).map(kind => (
          <Status
            key={kind}
            tone="warning"
            icon={restrictionIcons[kind]}
            word={restrictionKinds[kind].word}
            title={restrictionKinds[kind].means}
          />
        ))}
        {behind && (
          <Status
            tone="neutral"
            icon={RiHistoryLine}
            word={`Behind: ${behind.summary}`}
          />
        )}
        {activePromotion &&
          (promotion ? (
            <Link href={promotion} className={styles.promotion}>
              Promotion{' '}
              {promotionStates[activePromotion.state].word.toLowerCase()}
            </Link>
          ) : (
            <Status tone="active" word="Promotion" />
          ))}
      </span>
      <FindingLine targets={targets} />
    </li>
  );
}

function distinct<T>(values: T[]): T[] {
  return [...new Set(values)];
}
