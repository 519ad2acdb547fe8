import { useEffect, useState } from 'react';
import { countdown } from '../../text/countdown';
import { exactTime } from '../../text/relativeTime';
import styles from './Countdown.module.css';

/** The time until something happens, counted down. A screen reader hears it only where it is looked for. */
export function Countdown(props: { until: string }) {
  const { until } = props;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" className={styles.time} title={exactTime(until)}>
      {countdown({ until, now })}
    </span>
  );
}
