import { ResourceEvent } from '@fairlead/backstage-plugin-gitops-common';
import { RiAlertLine, RiInformationLine } from '@remixicon/react';
import { RelativeTime } from '../ui/RelativeTime';
import styles from './EventList.module.css';

/** What happened to a resource, newest first. */
export function EventList(props: { events: ResourceEvent[] }) {
  const { events } = props;
  if (events.length === 0) {
    return (
      <p className={styles.none}>The cluster remembers no events of it.</p>
    );
  }
  return (
    <div>
      <h4 className={styles.heading}>Events</h4>
      <ol className={styles.list} aria-label="Events, newest first">
        {events.map(event => (
          <li
            key={`${event.reason}/${event.at}/${event.message}`}
            className={styles.event}
            data-type={event.type}
          >
            {event.type === 'Warning' ? (
              <RiAlertLine className={styles.icon} aria-label="Warning: " />
            ) : (
              <RiInformationLine className={styles.icon} aria-hidden="true" />
            )}
            <div className={styles.text}>
              <strong>{event.reason}</strong>{' '}
              <span className={styles.facts}>
                {event.count > 1 && `${event.count} times`}
                {event.count > 1 && event.at && ' · '}
                {event.at && <RelativeTime at={event.at} />}
              </span>
              <p>{event.message}</p>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
