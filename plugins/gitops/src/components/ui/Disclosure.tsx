import { RiArrowRightSLine } from '@remixicon/react';
import { PropsWithChildren, ReactNode, useId, useState } from 'react';
import styles from './Disclosure.module.css';

/** Something that is shown on request, below the button that says what it is. */
export function Disclosure(
  props: PropsWithChildren<{ summary: ReactNode; isOpenAtFirst?: boolean }>,
) {
  const { summary, isOpenAtFirst = false, children } = props;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = useId();
  return (
    <div className={styles.root}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <RiArrowRightSLine aria-hidden="true" className={styles.arrow} />
        {summary}
      </button>
      {isOpen && (
        <div id={id} className={styles.body}>
          {children}
        </div>
      )}
    </div>
  );
}
