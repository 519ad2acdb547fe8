import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { faultWords } from '../../text/faults';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';

/** Since when a target can't be read, why, whose fault it is, and what to do. */
export function UnreachableNote(
  props: NonNullable<Target['unreachable']> & { cluster: string },
) {
  const { cluster, since, message, fault } = props;
  const { whose, remedy } = faultWords[fault];
  return (
    <Note
      severity="warning"
      title={
        <>
          Unreachable · last known <RelativeTime at={since} />
        </>
      }
    >
      <p>
        Cluster {cluster}: {message}
      </p>
      <p>
        Whose fault: {whose}. {remedy}
      </p>
    </Note>
  );
}
