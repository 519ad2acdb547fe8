import { Link } from '@backstage/ui';
import {
  Restriction,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { entityName } from '../../text/entityName';
import { restrictionKinds, scopeWords } from '../../text/restrictionWords';
import { RelativeTime } from '../ui/RelativeTime';
import { restrictionIcons } from '../ui/restrictionIcons';
import { Status } from '../ui/Status';
import styles from './FreezesPage.module.css';

/** The kind of a restriction, and the version where it is about one. */
export function RestrictionWhat({ restriction }: { restriction: Restriction }) {
  const { kind, version, promotionId } = restriction;
  const promotion = useGitopsLinks().promotion(promotionId ?? '');
  return (
    <span className={styles.stack}>
      <Status
        tone="warning"
        icon={restrictionIcons[kind]}
        word={restrictionKinds[kind].word}
        title={restrictionKinds[kind].means}
      />
      {version && (
        <span className={styles.detail}>{versionLabel(version)}</span>
      )}
      {promotionId && promotion && (
        <span className={styles.detail}>
          <Link href={promotion}>See the promotion</Link>
        </span>
      )}
    </span>
  );
}

/** What a restriction covers, with a link to its service where it is of one. */
export function RestrictionCovers(props: {
  restriction: Restriction;
  titleOf: (environment: string) => string;
}) {
  const { scope } = props.restriction;
  const words = scopeWords(scope, props.titleOf);
  const page = useGitopsLinks().deployments;
  const href = scope.entityRef && page(scope.entityRef);
  return href ? <Link href={href}>{words}</Link> : <>{words}</>;
}

/** The reason, who gave it and when. */
export function RestrictionWhy({ restriction }: { restriction: Restriction }) {
  const { reason, createdBy, createdAt } = restriction;
  return (
    <span className={styles.stack}>
      <span className={styles.reason}>{reason}</span>
      <span className={styles.detail}>
        {createdBy === 'fairlead' ? 'Fairlead' : entityName(createdBy)}{' '}
        <RelativeTime at={createdAt} />
      </span>
    </span>
  );
}
