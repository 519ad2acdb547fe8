import { PropsWithChildren } from 'react';
import styles from './ScrollArea.module.css';

/** What is wider or longer than its place and scrolls, for the keyboard too. */
export function ScrollArea(
  props: PropsWithChildren<{ label: string; className?: string }>,
) {
  const { label, className = '', children } = props;
  return (
    <div
      role="region"
      aria-label={label}
      className={`${styles.area} ${className}`}
      // The rule knows only widgets, but not every browser lets the keyboard reach what scrolls.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {children}
    </div>
  );
}
