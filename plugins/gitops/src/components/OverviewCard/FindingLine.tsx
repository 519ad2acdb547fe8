import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { RiAlertLine, RiCloseCircleLine } from '@remixicon/react';
import { severityWords, worstFinding } from '../../text/findingWords';
import styles from './FindingLine.module.css';

/** The worst of what is not well in an environment, in a line. */
export function FindingLine(props: { targets: Target[] }) {
  const worst = worstFinding(props.targets);
  if (!worst) return null;
  const { finding, more } = worst;
  const Icon = finding.severity === 'error' ? RiCloseCircleLine : RiAlertLine;
  return (
    <p
      className={styles.line}
      data-severity={finding.severity}
      title={`${finding.explanation} ${finding.remedy}`}
    >
      <Icon
        className={styles.icon}
        aria-label={`${severityWords[finding.severity]}: `}
      />
      <span>
        {finding.title}
        {more > 0 && <span className={styles.more}> · {more} more</span>}
      </span>
    </p>
  );
}
