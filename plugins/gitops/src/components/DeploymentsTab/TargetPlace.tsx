import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { engineWords } from '../../text/engineWords';
import styles from './TargetPlace.module.css';

/** By which engine, where, and under which name a target is deployed. */
export function TargetPlace(props: { target: Target }) {
  const { engine, object, destination } = props.target.status;
  const { title, means, isPushed } = engineWords(engine);
  const place = [
    destination.inCluster
      ? object.cluster
      : (destination.name ?? destination.server ?? object.cluster),
    destination.namespace,
  ]
    .filter(Boolean)
    .join(' / ');
  return (
    <>
      <p
        className={styles.place}
        title={`${object.kind} ${object.namespace}/${object.name} on cluster ${object.cluster}`}
      >
        <span className={styles.engine} title={means}>
          {title}
        </span>
        <span>
          {object.name} · {place}
        </span>
      </p>
      {isPushed && <p className={styles.place}>{means}</p>}
    </>
  );
}
