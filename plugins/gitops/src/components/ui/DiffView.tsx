import { VisuallyHidden } from '@backstage/ui';
import { PlannedFile } from '@fairlead/backstage-plugin-gitops-common';
import { RiFileTextLine } from '@remixicon/react';
import { useMemo } from 'react';
import { DiffRow, fileDiff } from '../../text/diffRows';
import { ScrollArea } from './ScrollArea';
import styles from './DiffView.module.css';

const signs: Record<DiffRow['kind'], string> = {
  added: '+',
  removed: '−',
  same: '',
  gap: '',
  remark: '',
};

/** What changes in files, line by line. */
export function DiffView(props: { files: PlannedFile[] }) {
  return props.files.map(file => <DiffOfFile key={file.path} file={file} />);
}

function DiffOfFile(props: { file: PlannedFile }) {
  const { file } = props;
  const diff = useMemo(() => fileDiff(file), [file]);
  return (
    <section className={styles.file} aria-label={`Changes in ${diff.path}`}>
      <header className={styles.header}>
        <RiFileTextLine aria-hidden="true" className={styles.icon} />
        <span className={styles.path}>{diff.path}</span>
        {diff.hasCrlf && (
          <span
            className={styles.mark}
            title="The lines of this file end with CRLF, which stays so"
          >
            CRLF
          </span>
        )}
        <span className={styles.counts}>
          <span className={styles.added}>+{diff.added}</span>
          <span className={styles.removed}>−{diff.removed}</span>
          <VisuallyHidden>
            Lines added: {diff.added}, removed: {diff.removed}
          </VisuallyHidden>
        </span>
      </header>
      <ScrollArea label={`Lines of ${diff.path}`}>
        {diff.raw === undefined ? (
          <table className={styles.lines}>
            <thead className={styles.hidden}>
              <tr>
                <th>Line before</th>
                <th>Line after</th>
                <th>Change</th>
                <th>Text</th>
              </tr>
            </thead>
            <tbody>
              {diff.rows.map((row, index) => (
                // A diff never changes order; its rows have no other name.
                <DiffLine key={index} row={row} />
              ))}
            </tbody>
          </table>
        ) : (
          <pre className={styles.raw}>{diff.raw}</pre>
        )}
      </ScrollArea>
    </section>
  );
}

function DiffLine({ row }: { row: DiffRow }) {
  return (
    <tr className={styles.row} data-kind={row.kind}>
      <td className={styles.number}>{row.oldLine}</td>
      <td className={styles.number}>{row.newLine}</td>
      <td className={styles.sign}>{signs[row.kind]}</td>
      <td className={styles.text}>{row.text || ' '}</td>
    </tr>
  );
}
