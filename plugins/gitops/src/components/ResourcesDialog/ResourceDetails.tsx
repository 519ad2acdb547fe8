import {
  Allowance,
  ResourceEvent,
  ResourceNode,
} from '@fairlead/backstage-plugin-gitops-common';
import { Health, Sync } from '../ui/targetStatuses';
import { Containers } from './Containers';
import { EventList } from './EventList';
import styles from './ResourceDetails.module.css';

/** All that is known of one resource. */
export function ResourceDetails(props: {
  targetId: string;
  node: ResourceNode;
  events: ResourceEvent[];
  logs: Allowance;
}) {
  const { targetId, node, events, logs } = props;
  const { kind, name, namespace, health, sync, images = [] } = node;
  return (
    <section className={styles.details} aria-label={`${kind} ${name}`}>
      <header>
        <h3 className={styles.title}>
          <span className={styles.kind}>{kind}</span> {name}
        </h3>
        {namespace && <p className={styles.aside}>in {namespace}</p>}
      </header>
      {(health || sync) && (
        <div className={styles.statuses}>
          {health && <Health status={health.status} />}
          {sync && <Sync status={sync} />}
        </div>
      )}
      {health?.message && <p className={styles.message}>{health.message}</p>}
      {images.length > 0 && (
        <div>
          <h4 className={styles.heading}>Images</h4>
          <ul className={styles.images}>
            {images.map(image => (
              <li key={image}>{image}</li>
            ))}
          </ul>
        </div>
      )}
      <Containers targetId={targetId} node={node} logs={logs} />
      <EventList events={events} />
    </section>
  );
}
