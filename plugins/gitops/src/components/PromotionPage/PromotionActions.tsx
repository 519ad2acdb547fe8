import {
  isEnded,
  PromotionDetail,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useState } from 'react';
import { RollbackDialog } from '../PromoteDialog/RollbackDialog';
import { ExplainedButton } from '../ui/ExplainedButton';
import { CancelDialog } from './CancelDialog';
import { MergeButton } from './MergeButton';
import styles from './PromotionActions.module.css';

/** What can be done with a promotion as a whole. */
export function PromotionActions(props: { detail: PromotionDetail }) {
  const { promotion, allowances, titles } = props.detail;
  const [asked, setAsked] = useState<'cancel' | 'rollback'>();
  const close = () => setAsked(undefined);
  const { state, to, links } = promotion;
  const isRevocable =
    (state === 'failed' || state === 'succeeded') && !links.rolledBackBy;
  return (
    <div className={styles.actions}>
      <MergeButton
        promotion={promotion}
        allowance={allowances.merge}
        titles={titles}
      />
      {!isEnded(state) && (
        <ExplainedButton
          variant="secondary"
          destructive
          allowance={allowances.cancel}
          onPress={() => setAsked('cancel')}
        >
          Cancel promotion
        </ExplainedButton>
      )}
      {isRevocable && (
        <ExplainedButton
          variant="secondary"
          destructive
          iconStart={<RiArrowGoBackLine aria-hidden="true" />}
          allowance={allowances.rollback}
          onPress={() => setAsked('rollback')}
        >
          Roll back
        </ExplainedButton>
      )}
      {asked === 'cancel' && (
        <CancelDialog promotion={promotion} titles={titles} onClose={close} />
      )}
      {asked === 'rollback' && (
        <RollbackDialog
          entityRef={promotion.entityRef}
          environment={to}
          titleOf={name => (name === to ? titles.to : name)}
          onClose={close}
        />
      )}
    </div>
  );
}
