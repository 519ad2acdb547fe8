import { LogRef, useLog } from '../../data/useResources';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ScrollArea } from '../ui/ScrollArea';
import styles from './LogTail.module.css';

/** The last lines of a container's log. */
export function LogTail(props: { log: LogRef }) {
  const { container, previous } = props.log;
  const { data, error, isFetching, refetch } = useLog(props.log);
  const of = previous ? `${container}, the run before` : container;
  if (error) {
    return (
      <ErrorNotice
        error={error}
        onRetry={() => refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) {
    return (
      <p role="status" className={styles.remark}>
        Reading the log…
      </p>
    );
  }
  return (
    <div>
      <p className={styles.remark}>
        {previous ? 'Of the run before the last restart' : 'Of this run'}
        {data.truncated && ', its end only'}
      </p>
      <ScrollArea label={`Log of ${of}`} className={styles.frame}>
        <pre className={styles.lines}>
          {data.lines.length > 0 ? data.lines.join('\n') : 'The log is empty.'}
        </pre>
      </ScrollArea>
    </div>
  );
}
