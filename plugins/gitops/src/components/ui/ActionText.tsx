import { Allowance } from '@fairlead/backstage-plugin-gitops-common';
import styles from './ActionText.module.css';

/**
 * What an item of a menu does, or why it can't be used. Such items stay reachable, or the keyboard would never come
 * to the reason.
 */
export function ActionText(props: { word: string; allowance: Allowance }) {
  const { word, allowance } = props;
  return allowance.allowed ? (
    <>{word}</>
  ) : (
    <span className={styles.refused}>
      {word.replace('…', '')}
      <span className={styles.why}>
        {allowance.why ?? 'You are not allowed to.'}
      </span>
    </span>
  );
}
