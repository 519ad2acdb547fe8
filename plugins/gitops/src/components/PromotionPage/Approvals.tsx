import {
  isEnded,
  PromotionDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { entityName } from '../../text/entityName';
import { ExplainedButton } from '../ui/ExplainedButton';
import { RelativeTime } from '../ui/RelativeTime';
import { Status } from '../ui/Status';
import { ApproveDialog } from './ApproveDialog';
import { Section } from './Section';
import styles from './Approvals.module.css';

/** Who approved in the portal, and whether it counts. Only where approvals are asked for, or were given. */
export function Approvals(props: { detail: PromotionDetail }) {
  const { promotion, approvals, allowances, titles } = props.detail;
  const [isAsked, setAsked] = useState(false);
  const gate = promotion.gates.find(item => item.gate === 'approvals');
  if (!gate && approvals.length === 0) return null;

  return (
    <Section title="Approvals">
      {gate && <p className={styles.detail}>{gate.message}</p>}
      {approvals.length > 0 && (
        <ul className={styles.list} aria-label="Approvals">
          {approvals.map(approval => (
            <li
              key={`${approval.by}/${approval.at}`}
              className={styles.approval}
            >
              <span className={styles.who}>
                <span className={styles.name}>{entityName(approval.by)}</span>
                <Status
                  tone={approval.counts ? 'positive' : 'neutral'}
                  word={approval.counts ? 'Approved' : 'Does not count'}
                />
                <span className={styles.detail}>
                  <RelativeTime at={approval.at} />
                </span>
              </span>
              {approval.why && (
                <span className={styles.detail}>{approval.why}</span>
              )}
              {approval.comment && (
                <blockquote className={styles.comment}>
                  {approval.comment}
                </blockquote>
              )}
            </li>
          ))}
        </ul>
      )}
      {!isEnded(promotion.state) && (
        <ExplainedButton
          variant="primary"
          allowance={allowances.approve}
          onPress={() => setAsked(true)}
        >
          Approve
        </ExplainedButton>
      )}
      {isAsked && (
        <ApproveDialog
          promotion={promotion}
          titles={titles}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  );
}
