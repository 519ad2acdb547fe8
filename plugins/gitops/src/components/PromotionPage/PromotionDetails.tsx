import { PromotionDetail } from '@fairlead/backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { promotionStates } from '../../text/promotionWords';
import { DiffView } from '../ui/DiffView';
import { LiveRegion } from '../ui/LiveRegion';
import { EditList } from '../PromoteDialog/EditList';
import { Blockers } from '../PromoteDialog/Blockers';
import { Approvals } from './Approvals';
import { Conflicts } from './Conflicts';
import { Gates } from './Gates';
import { PromotionHeader } from './PromotionHeader';
import { PullRequestCard } from './PullRequestCard';
import { Section } from './Section';
import { StepTrack } from './StepTrack';
import { TargetProgress } from './TargetProgress';
import { Timeline } from './Timeline';
import { Waves } from './Waves';
import styles from './PromotionDetails.module.css';

/** All that is known of a promotion. */
export function PromotionDetails(props: { detail: PromotionDetail }) {
  const { promotion, events, allowances, waves } = props.detail;
  const { plan } = promotion;
  const facts = useMemo(
    () => ({
      state: `Promotion ${promotionStates[promotion.state].word}. ${promotion.message}`,
    }),
    [promotion.state, promotion.message],
  );
  return (
    <>
      <LiveRegion facts={facts} />
      <PromotionHeader detail={props.detail} />
      <StepTrack promotion={promotion} events={events} />
      <Conflicts promotion={promotion} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Waves promotion={promotion} waves={waves} />
          <Gates promotion={promotion} override={allowances.override} />
          <div className={styles.planned}>
            <Section title="Changes">
              <Blockers blockers={plan.blockers} />
              {plan.edits.length === 0 ? (
                <p>This promotion changes nothing in Git.</p>
              ) : (
                <EditList edits={plan.edits} />
              )}
              <DiffView files={plan.files} />
            </Section>
          </div>
        </div>
        <div className={styles.side}>
          {promotion.pullRequest && (
            <PullRequestCard pullRequest={promotion.pullRequest} />
          )}
          <Approvals detail={props.detail} />
          <TargetProgress promotion={promotion} />
          <Timeline events={events} />
        </div>
      </div>
    </>
  );
}
