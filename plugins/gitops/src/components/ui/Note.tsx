import {
  RiAlertLine,
  RiCloseCircleLine,
  RiInformationLine,
  RemixiconComponentType,
} from '@remixicon/react';
import { ReactNode } from 'react';
import styles from './Note.module.css';

type Severity = 'error' | 'warning' | 'info';

const looks: Record<Severity, { icon: RemixiconComponentType; word: string }> =
  {
    error: { icon: RiCloseCircleLine, word: 'Error: ' },
    warning: { icon: RiAlertLine, word: 'Warning: ' },
    info: { icon: RiInformationLine, word: '' },
  };

/** A short remark inside a panel. */
export function Note(props: {
  severity: Severity;
  title: ReactNode;
  children?: ReactNode;
}) {
  const { icon: Icon, word } = looks[props.severity];
  return (
    <div className={styles.note} data-severity={props.severity}>
      <Icon className={styles.icon} aria-label={word || undefined} />
      <div className={styles.text}>
        <strong className={styles.title}>{props.title}</strong>
        {props.children}
      </div>
    </div>
  );
}
