import {
  RiAlertLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiIndeterminateCircleLine,
  RiLoader2Line,
  RemixiconComponentType,
} from '@remixicon/react';
import { Tone } from '../../text/promotionWords';
import styles from './Status.module.css';

const icons: Record<Tone, RemixiconComponentType> = {
  positive: RiCheckboxCircleLine,
  negative: RiCloseCircleLine,
  warning: RiAlertLine,
  active: RiLoader2Line,
  neutral: RiIndeterminateCircleLine,
};

/** A status as icon, word and colour, so that it can be told without any one of them. */
export function Status(props: {
  tone: Tone;
  word: string;
  icon?: RemixiconComponentType;
  title?: string;
}) {
  const { tone, word, title } = props;
  const Icon = props.icon ?? icons[tone];
  return (
    <span className={styles.status} data-tone={tone} title={title}>
      <Icon aria-hidden="true" className={styles.icon} />
      {word}
    </span>
  );
}
