import {
  FreightCandidate,
  ServiceEnvironment,
  ServiceStage,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { StageAction } from '../../data/useStageAction';
import {
  actorName,
  freightLabel,
  verificationTones,
} from '../../text/stageWords';
import { ExternalLink } from '../ui/ExternalLink';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { Health } from '../ui/targetStatuses';
import { Candidates } from './Candidates';
import { StageActionDialog } from './StageActionDialog';
import { StagePromotion } from './StagePromotion';
import { StageGates } from './StageGates';
import styles from './StagePanel.module.css';

/** A stage of another promotion system: what it has, what it could get, and what that system does about it. */
export function StagePanel(props: {
  entityRef: string;
  environment: string;
  stage: ServiceStage;
  allowances: ServiceEnvironment['allowances'];
}) {
  const { entityRef, environment, stage, allowances } = props;
  const [asked, setAsked] = useState<{
    action: StageAction;
    freight: FreightCandidate;
  }>();
  const { current, promotion, lastPromotion, verification, systemTitle } =
    stage;
  const ended = promotion ? undefined : lastPromotion;
  return (
    <section
      className={styles.root}
      aria-label={`Stage ${stage.name} of ${systemTitle}`}
    >
      <header className={styles.header}>
        <h4 className={styles.title}>
          {systemTitle} promotes here
          <span className={styles.name}>
            stage {stage.name} of {stage.pipeline}
          </span>
        </h4>
        <span className={styles.statuses}>
          <Health
            status={stage.health.status}
            title={`Health, as ${systemTitle} sees it${stage.health.message ? `: ${stage.health.message}` : ''}`}
          />
          {verification && (
            <Status
              tone={verificationTones[verification.state]}
              word={`Verification ${verification.phase.toLowerCase()}`}
              title={verification.message}
            />
          )}
        </span>
      </header>
      {current && (
        <p className={styles.line}>
          Has {freightLabel(current)}
          {current.commits[0]?.message && `: ${current.commits[0].message}`}
        </p>
      )}
      <p className={styles.line}>
        {stage.after.length > 0 && `Comes after ${stage.after.join(', ')}. `}
        {stage.automatic
          ? 'Takes what is available by itself.'
          : 'Takes nothing by itself.'}
      </p>
      {stage.stale && (
        <Note severity="warning" title="What is shown may be old">
          {stage.stale}
        </Note>
      )}
      {stage.message && (
        <Note severity="info" title={`${systemTitle} says`}>
          {stage.message}
        </Note>
      )}
      {stage.holds.map(hold => (
        <Note key={hold.reason} severity="info" title="Held">
          {hold.reason}
          {hold.by && ` By ${actorName(hold.by)}.`}{' '}
          {hold.since && <RelativeTime at={hold.since} />}
        </Note>
      ))}
      {promotion && <StagePromotion promotion={promotion} />}
      {ended && ended.state !== 'succeeded' && (
        <StagePromotion promotion={ended} />
      )}
      {ended?.state === 'succeeded' && (
        <p className={styles.line}>
          Promoted {ended.finishedAt && <RelativeTime at={ended.finishedAt} />}
          {ended.requestedBy && ` by ${actorName(ended.requestedBy)}`}
          {ended.pullRequest && (
            <>
              {' '}
              <ExternalLink
                href={ended.pullRequest.url}
                label={`Pull request ${ended.pullRequest.number ?? ''}`}
              >
                #{ended.pullRequest.number}
              </ExternalLink>
            </>
          )}
        </p>
      )}
      <StageGates gates={stage.gates} />
      <Candidates
        stage={stage}
        allowances={allowances}
        onAsk={(action, freight) => setAsked({ action, freight })}
      />
      {asked && (
        <StageActionDialog
          {...asked}
          entityRef={entityRef}
          environment={environment}
          stage={stage}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}
