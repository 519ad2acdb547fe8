import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { ExternalLink } from '../ui/ExternalLink';
import { Note } from '../ui/Note';
import { Since } from '../ui/Since';
import styles from './FindingNote.module.css';

/** One explained problem, with what to do about it. */
export function FindingNote(props: {
  finding: Finding;
  onResources?: () => void;
}) {
  const { finding, onResources } = props;
  const { severity, title, explanation, remedy, since, resource, link } =
    finding;
  return (
    <Note
      severity={severity}
      title={
        <>
          {title}
          <Since at={since} />
        </>
      }
    >
      <p>{explanation}</p>
      <p className={styles.remedy}>
        <span className={styles.what}>What to do: </span>
        {remedy}
      </p>
      {(link || (resource && onResources)) && (
        <p className={styles.links}>
          {link && <ExternalLink href={link.url}>{link.title}</ExternalLink>}
          {resource && onResources && (
            <button
              type="button"
              className={styles.resource}
              onClick={onResources}
            >
              Look at {resource.kind} {resource.name}
            </button>
          )}
        </p>
      )}
    </Note>
  );
}
