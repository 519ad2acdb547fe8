import {
  Allowance,
  ResourceNode,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiFileListLine } from '@remixicon/react';
import { useState } from 'react';
import { ExplainedButton } from '../ui/ExplainedButton';
import { Status } from '../ui/Status';
import { LogTail } from './LogTail';
import styles from './Containers.module.css';

type Container = NonNullable<ResourceNode['containers']>[number];

/** The containers of a pod, with the last lines of their logs on request: those of the ones that fail first. */
export function Containers(props: {
  targetId: string;
  node: ResourceNode;
  logs: Allowance;
}) {
  const { targetId, node, logs } = props;
  const { containers = [], namespace } = node;
  if (containers.length === 0 || namespace === undefined) return null;
  const ordered = [...containers].sort(
    (a, b) => Number(b.failing) - Number(a.failing),
  );
  return (
    <div>
      <h4 className={styles.heading}>Containers</h4>
      <ul className={styles.list}>
        {ordered.map(container => (
          <li key={container.name} className={styles.container}>
            <ContainerLine container={container} />
            <Logs
              log={{
                targetId,
                namespace,
                pod: node.name,
                container: container.name,
              }}
              hasPrevious={container.hasPrevious}
              allowance={logs}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ContainerLine({ container }: { container: Container }) {
  const { name, state, reason, failing } = container;
  const tone = state === 'running' ? 'positive' : 'neutral';
  return (
    <div className={styles.line}>
      <span className={styles.name}>{name}</span>
      <Status tone={failing ? 'negative' : tone} word={reason ?? state} />
    </div>
  );
}

function Logs(props: {
  log: { targetId: string; namespace: string; pod: string; container: string };
  hasPrevious: boolean;
  allowance: Allowance;
}) {
  const { log, hasPrevious, allowance } = props;
  const [shown, setShown] = useState<'now' | 'before'>();
  return (
    <>
      <div className={styles.buttons}>
        <ExplainedButton
          variant="secondary"
          iconStart={<RiFileListLine aria-hidden="true" />}
          allowance={allowance}
          onPress={() => setShown('now')}
        >
          Last lines of {log.container}
        </ExplainedButton>
        {hasPrevious && allowance.allowed && (
          <ExplainedButton
            variant="secondary"
            allowance={allowance}
            onPress={() => setShown('before')}
          >
            Of the run before
          </ExplainedButton>
        )}
      </div>
      {shown && (
        <LogTail key={shown} log={{ ...log, previous: shown === 'before' }} />
      )}
    </>
  );
}
