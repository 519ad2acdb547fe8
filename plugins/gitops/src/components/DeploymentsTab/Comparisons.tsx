import { Comparison } from '@fairlead/backstage-plugin-gitops-common';
import {
  RiCheckDoubleLine,
  RiHistoryLine,
  RiQuestionLine,
  RiSpeedLine,
} from '@remixicon/react';
import { ReactNode } from 'react';
import styles from './Comparisons.module.css';

/** How far an environment is behind those before it. */
export function Comparisons(props: {
  comparisons: Comparison[];
  titleOf: (environment: string) => string;
  isDeployed: boolean;
}): ReactNode {
  const { comparisons, titleOf, isDeployed } = props;
  if (!isDeployed) return null;
  return comparisons.map(({ from, relation, summary }) => {
    switch (relation) {
      case 'behind':
        return (
          <p key={from} className={styles.line} data-relation="behind">
            <RiHistoryLine aria-hidden="true" className={styles.icon} />
            <span>
              Behind {titleOf(from)}:{' '}
              <strong className={styles.versions}>{summary}</strong>
            </span>
          </p>
        );
      case 'ahead':
        return (
          <p key={from} className={styles.line}>
            <RiSpeedLine aria-hidden="true" className={styles.icon} />
            <span>
              Ahead of {titleOf(from)}:{' '}
              <strong className={styles.versions}>{summary}</strong>
            </span>
          </p>
        );
      case 'same':
        return (
          <p key={from} className={styles.line}>
            <RiCheckDoubleLine aria-hidden="true" className={styles.icon} />
            <span>Same version as {titleOf(from)}</span>
          </p>
        );
      default:
        return (
          <p key={from} className={styles.line}>
            <RiQuestionLine aria-hidden="true" className={styles.icon} />
            <span>Can’t be compared with {titleOf(from)}</span>
          </p>
        );
    }
  });
}
