import { Button, Link } from '@backstage/ui';
import {
  Deployment,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { GitopsLinks, useGitopsLinks } from '../../routing/GitopsLinks';
import { deploymentProof, livedFor } from '../../text/deploymentWords';
import { DataTable } from '../ui/DataTable';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { useNow } from '../ui/useNow';
import styles from './HistoryDialog.module.css';

/** Deployments, newest first, each with its proof. */
export function DeploymentTable(props: {
  deployments: Deployment[];
  onRollBack?: (deployment: Deployment) => void;
}) {
  const { deployments, onRollBack } = props;
  const links = useGitopsLinks();
  const now = useNow();
  return (
    <DataTable
      label="Deployments"
      columns={['Version', 'Proof', 'Live', 'For', 'Brought by', 'Way back']}
      rows={deployments.map(deployment => ({
        key: deployment.id,
        cells: cellsOf({ deployment, links, now, onRollBack }),
      }))}
    />
  );
}

function cellsOf(options: {
  deployment: Deployment;
  links: GitopsLinks;
  now: number;
  onRollBack?: (deployment: Deployment) => void;
}) {
  const { deployment, links, now, onRollBack } = options;
  const { promotionId, startedAt, endedAt } = deployment;
  const version = versionLabel(deployment.version) || 'unknown';
  const { word, tone, detail } = deploymentProof(deployment);
  const promotion = promotionId && links.promotion(promotionId);
  return [
    <span key="version" className={styles.version}>
      {version}
    </span>,
    <span key="proof" className={styles.proof}>
      <Status tone={tone} word={word} />
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>,
    <span key="live" className={styles.nowrap}>
      <RelativeTime at={startedAt} />
    </span>,
    <span key="for" className={styles.nowrap}>
      {livedFor(deployment, now)}
    </span>,
    promotion ? (
      <Link key="promotion" href={promotion}>
        Promotion
      </Link>
    ) : (
      <span key="promotion" className={styles.detail}>
        Git
      </span>
    ),
    wayBack({ deployment, version, isLive: !endedAt, onRollBack }),
  ];
}

function wayBack(options: {
  deployment: Deployment;
  version: string;
  isLive: boolean;
  onRollBack?: (deployment: Deployment) => void;
}) {
  const { deployment, version, isLive, onRollBack } = options;
  if (isLive) return <Status key="back" tone="positive" word="Runs now" />;
  if (!onRollBack) return null;
  return (
    <span key="back" className={styles.nowrap}>
      <Button
        size="small"
        variant="secondary"
        aria-label={`Roll back to this version, ${version}`}
        onPress={() => onRollBack(deployment)}
      >
        Roll back to this
      </Button>
    </span>
  );
}
