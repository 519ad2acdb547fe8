import { PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import { editWords } from '../../text/promotionWords';
import styles from './EditList.module.css';

/** The edits of a plan in words. */
export function EditList(props: { edits: PlannedEdit[] }) {
  return (
    <ul className={styles.list}>
      {props.edits.map(edit => (
        <li key={`${edit.file}/${edit.pointer}`}>
          {editWords(edit)}: <code className={styles.from}>{edit.from}</code> →{' '}
          <code className={styles.to}>{edit.to}</code>{' '}
          <span className={styles.place} title={edit.pointer}>
            {edit.file}:{edit.line}
          </span>
        </li>
      ))}
    </ul>
  );
}
