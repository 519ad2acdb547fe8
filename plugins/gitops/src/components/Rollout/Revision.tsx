import {
  formatImageReference,
  RolloutRevision,
} from '@fairlead/backstage-plugin-gitops-common';
import { revisionLabel } from '../../text/rolloutWords';
import styles from './Revision.module.css';

/** One version that a rollout runs: how much of the traffic it gets, by which service, and how many pods are ready. */
export function Revision(props: {
  as: 'stable' | 'candidate';
  word: string;
  revision: RolloutRevision;
  share: number | undefined;
  service: string | undefined;
}) {
  const { as, word, revision, share, service } = props;
  const { ready, desired } = revision;
  const pods =
    ready === undefined
      ? undefined
      : `${ready}${desired === undefined ? '' : `/${desired}`} ready`;
  return (
    <li className={styles.revision} data-as={as}>
      <span className={styles.mark} aria-hidden="true" />
      <span
        className={styles.version}
        title={
          revision.images.map(formatImageReference).join('\n') || undefined
        }
      >
        {revisionLabel(revision)}
      </span>
      <span className={styles.word}>{word}</span>
      {share !== undefined && <span className={styles.share}>{share} %</span>}
      {(pods || service) && (
        <span className={styles.more}>
          {[pods, service && `service ${service}`].filter(Boolean).join(' · ')}
        </span>
      )}
    </li>
  );
}
