import {
  Allowance,
  DriftDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';
import { DriftedResource } from './DriftedResource';
import styles from './DriftBody.module.css';

/** What will become of the differences, and each of them. */
export function DriftBody(props: {
  targetId: string;
  drift: DriftDetail;
  adopt: Allowance;
}) {
  const { targetId, drift, adopt } = props;
  if (drift.resources.length === 0) {
    return (
      <div className={styles.body}>
        <p>No differences were found. {drift.outlook}</p>
      </div>
    );
  }
  return (
    <div className={styles.body}>
      <Note
        severity="info"
        title={
          <>
            What will happen
            {drift.since && (
              <span className={styles.since}>
                {' '}
                · first seen <RelativeTime at={drift.since} />
              </span>
            )}
          </>
        }
      >
        <p>{drift.outlook}</p>
      </Note>
      {drift.resources.map(resource => (
        <DriftedResource
          key={`${resource.group}/${resource.kind}/${resource.namespace}/${resource.name}`}
          targetId={targetId}
          resource={resource}
          adopt={adopt}
        />
      ))}
    </div>
  );
}
