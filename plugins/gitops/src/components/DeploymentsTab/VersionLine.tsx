import {
  formatImageReference,
  imageVersion,
  shortImageName,
  Target,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { ExternalLink } from '../ui/ExternalLink';
import styles from './VersionLine.module.css';

/** What version a target runs. Each image links to its page, where there is one. */
export function VersionLine(props: { target: Target }) {
  const { version } = props.target.status;
  const { images: pages } = props.target.links;
  const { images, chart } = version;
  const labels = new Set(images.map(imageVersion));

  if (images.length === 0) {
    return (
      <span className={styles.version}>
        {versionLabel(version) || (
          <span className={styles.unknown}>Version unknown</span>
        )}
      </span>
    );
  }
  const parts = labels.size === 1 ? images.slice(0, 1) : images;
  return (
    <div className={styles.root}>
      <ul className={styles.list}>
        {parts.map((image, index) => {
          const reference = formatImageReference(image);
          const text =
            labels.size === 1
              ? imageVersion(image)
              : `${shortImageName(image)} ${imageVersion(image)}`;
          return (
            <li
              key={reference}
              className={parts.length > 1 ? styles.several : styles.version}
            >
              {pages[index] ? (
                <ExternalLink
                  href={pages[index]}
                  label={`Image ${text}`}
                  title={reference}
                >
                  {text}
                </ExternalLink>
              ) : (
                <span title={reference}>{text}</span>
              )}
            </li>
          );
        })}
      </ul>
      {chart && (
        <span className={styles.chart}>
          Chart {chart.name} {chart.version}
        </span>
      )}
    </div>
  );
}
