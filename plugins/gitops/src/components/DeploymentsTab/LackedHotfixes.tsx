import { Link } from '@backstage/ui';
import {
  Allowance,
  ServiceEnvironment,
} from '@fairlead/backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { sentence } from '../../text/sentence';
import { ExplainedButton } from '../ui/ExplainedButton';
import { Note } from '../ui/Note';

type Lack = ServiceEnvironment['lacks'][number];

/** Hotfixes that skipped an environment and that it does not have yet. */
export function LackedHotfixes(props: {
  lacks: Lack[];
  allowance: Allowance;
  titleOf: (environment: string) => string;
  onBackfill: (lack: Lack) => void;
}): ReactNode {
  const { lacks, allowance, titleOf, onBackfill } = props;
  const links = useGitopsLinks();
  return lacks.map(lack => {
    const href = links.promotion(lack.promotionId);
    return (
      <Note
        key={lack.promotionId}
        severity="warning"
        title={`Lacks hotfix ${lack.version}`}
      >
        <p>
          {sentence(lack.reason)} It went to {titleOf(lack.environment)}{' '}
          directly
          {href ? (
            <>
              {' '}
              (<Link href={href}>its promotion</Link>)
            </>
          ) : null}
          .
        </p>
        <ExplainedButton
          variant="secondary"
          allowance={allowance}
          onPress={() => onBackfill(lack)}
        >
          Back-fill {lack.version}
        </ExplainedButton>
      </Note>
    );
  });
}
