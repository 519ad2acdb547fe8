import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './EmptyNotice.module.css';

/** Nothing is there, and what that means. */
export function EmptyNotice(props: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.root}>
      <Text as="h3" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
      <div className={styles.body}>{props.children}</div>
    </div>
  );
}
