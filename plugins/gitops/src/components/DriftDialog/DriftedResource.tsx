import {
  Allowance,
  DriftDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { driftWords } from '../../text/driftWords';
import { AdoptForm } from './AdoptForm';
import { DriftedField } from './DriftedField';
import styles from './DriftedResource.module.css';

/** A resource that differs from Git, with its fields. */
export function DriftedResource(props: {
  targetId: string;
  resource: DriftDetail['resources'][number];
  adopt: Allowance;
}) {
  const { targetId, resource, adopt } = props;
  const { group, kind, namespace, name, difference, fields, note } = resource;
  const [chosen, setChosen] = useState<string[]>([]);
  const title = `${kind} ${name}`;
  const toggle = (path: string) =>
    setChosen(
      chosen.includes(path)
        ? chosen.filter(item => item !== path)
        : [...chosen, path],
    );
  const isAdoptable = fields.some(({ adoptable }) => adoptable.allowed);
  return (
    <section className={styles.resource} aria-label={title}>
      <header className={styles.header}>
        <h3 className={styles.title}>
          <span className={styles.kind}>{kind}</span> {name}
        </h3>
        <span className={styles.difference}>
          {driftWords[difference]}
          {namespace && ` · ${namespace}`}
        </span>
      </header>
      {note && <p className={styles.note}>{note}</p>}
      {fields.length > 0 && (
        <ul className={styles.fields} aria-label={`Fields of ${title}`}>
          {fields.map(field => (
            <DriftedField
              key={field.path}
              field={field}
              isChosen={chosen.includes(field.path)}
              onToggle={() => toggle(field.path)}
            />
          ))}
        </ul>
      )}
      {isAdoptable && (
        <AdoptForm
          targetId={targetId}
          resource={{ group, kind, namespace, name }}
          paths={chosen}
          allowance={adopt}
        />
      )}
    </section>
  );
}
