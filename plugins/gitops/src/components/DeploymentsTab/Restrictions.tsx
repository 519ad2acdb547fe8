import { Link } from '@backstage/ui';
import { Restriction } from '@fairlead/backstage-plugin-gitops-common';
import { useLiftAllowance } from '../../data/useLiftAllowance';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { entityName } from '../../text/entityName';
import {
  restrictionKinds,
  restrictionTitle,
} from '../../text/restrictionWords';
import { ExplainedButton } from '../ui/ExplainedButton';
import { RelativeTime } from '../ui/RelativeTime';
import { restrictionIcons } from '../ui/restrictionIcons';
import { Until } from '../ui/Until';
import styles from './Restrictions.module.css';

/** What is forbidden in an environment now: why, by whom, until when, and the way to lift it. */
export function Restrictions(props: {
  restrictions: Restriction[];
  titleOf: (environment: string) => string;
  onLift: (restriction: Restriction) => void;
}) {
  const { restrictions, titleOf, onLift } = props;
  if (restrictions.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="In force here">
      {restrictions.map(restriction => (
        <RestrictionNote
          key={restriction.id}
          restriction={restriction}
          titleOf={titleOf}
          onLift={() => onLift(restriction)}
        />
      ))}
    </ul>
  );
}

function RestrictionNote(props: {
  restriction: Restriction;
  titleOf: (environment: string) => string;
  onLift: () => void;
}) {
  const { restriction, titleOf, onLift } = props;
  const { kind, reason, createdBy, createdAt, endsAt, promotionId } =
    restriction;
  const Icon = restrictionIcons[kind];
  const links = useGitopsLinks();
  const promotion = promotionId && links.promotion(promotionId);
  return (
    <li className={styles.restriction}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <strong title={restrictionKinds[kind].means}>
          {restrictionTitle(restriction, titleOf)}
        </strong>
        <span>{reason}</span>
        <span className={styles.who}>
          {createdBy === 'fairlead' ? 'Fairlead' : entityName(createdBy)}{' '}
          <RelativeTime at={createdAt} />
          {endsAt && (
            <>
              , <Until at={endsAt} />
            </>
          )}
          {promotion && (
            <>
              {' '}
              · <Link href={promotion}>See the promotion</Link>
            </>
          )}
        </span>
        <ExplainedButton
          variant="secondary"
          allowance={useLiftAllowance(restriction)}
          onPress={onLift}
        >
          {restrictionKinds[kind].lift}
        </ExplainedButton>
      </div>
    </li>
  );
}
