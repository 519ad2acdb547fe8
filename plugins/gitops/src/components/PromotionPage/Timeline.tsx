import { PromotionEvent } from '@fairlead/backstage-plugin-gitops-common';
import { entityName } from '../../text/entityName';
import { ExternalLink } from '../ui/ExternalLink';
import { RelativeTime } from '../ui/RelativeTime';
import { Section } from './Section';
import styles from './Timeline.module.css';

/** All that happened, newest first. */
export function Timeline(props: { events: PromotionEvent[] }) {
  const events = [...props.events].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Section title="Timeline">
      {events.length === 0 && <p>Nothing has happened yet.</p>}
      <ol className={styles.list}>
        {events.map(event => (
          <li key={event.id} className={styles.event}>
            <span className={styles.message}>{event.message}</span>
            <span className={styles.facts}>
              {event.actor ? entityName(event.actor) : 'Fairlead'} ·{' '}
              <RelativeTime at={event.at} />
              {event.link && (
                <>
                  {' '}
                  ·{' '}
                  <ExternalLink
                    href={event.link}
                    label={`Look: ${event.message}`}
                  >
                    Look
                  </ExternalLink>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
