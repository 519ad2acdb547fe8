import { ExternalLink } from './ExternalLink';
import styles from './Sha.module.css';

/** A commit id, short, with the whole of it in the tooltip. */
export function Sha(props: { sha: string; url?: string }) {
  const { sha, url } = props;
  const short = sha.slice(0, 7);
  return url ? (
    <ExternalLink
      href={url}
      className={styles.sha}
      label={`Commit ${short}`}
      title={sha}
    >
      {short}
    </ExternalLink>
  ) : (
    <code className={styles.sha} title={sha}>
      {short}
    </code>
  );
}
