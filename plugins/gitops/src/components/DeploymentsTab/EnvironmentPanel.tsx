import { ServiceEnvironment } from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowRightUpLine } from '@remixicon/react';
import { CommitOf } from '../../data/useCommits';
import { StagePanel } from '../Stages/StagePanel';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ActivePromotion } from './ActivePromotion';
import { Comparisons } from './Comparisons';
import { EnvironmentMenu } from './EnvironmentMenu';
import { EnvironmentTask } from './environmentTask';
import { LackedHotfixes } from './LackedHotfixes';
import { PolicySummary } from './PolicySummary';
import { QueuedPromotions } from './QueuedPromotions';
import { Restrictions } from './Restrictions';
import { TargetBlock } from './TargetBlock';
import styles from './EnvironmentPanel.module.css';

/** One environment of a service. */
export function EnvironmentPanel(props: {
  entityRef: string;
  item: ServiceEnvironment;
  titleOf: (environment: string) => string;
  commitOf: CommitOf;
  onTask: (task: EnvironmentTask) => void;
}) {
  const { entityRef, item, titleOf, commitOf, onTask } = props;
  const { environment, targets, activePromotion } = item;
  const headingId = `environment-${environment.name}`;
  return (
    <section
      className={styles.panel}
      data-tier={environment.tier}
      aria-labelledby={headingId}
    >
      <header className={styles.header}>
        <h3 id={headingId} className={styles.title}>
          {environment.title}
        </h3>
        {environment.after.length > 0 && (
          <span className={styles.after}>
            after {environment.after.map(titleOf).join(', ')}
          </span>
        )}
        {!environment.title.toLowerCase().includes(environment.tier) && (
          <span className={styles.tier}>{environment.tier}</span>
        )}
        <span className={styles.menu}>
          <EnvironmentMenu item={item} onTask={onTask} />
        </span>
      </header>
      <Restrictions
        restrictions={item.restrictions}
        titleOf={titleOf}
        onLift={restriction => onTask({ type: 'lift', restriction })}
      />
      <LackedHotfixes
        lacks={item.lacks}
        allowance={item.allowances.promote}
        titleOf={titleOf}
        onBackfill={lack => onTask({ type: 'backfill', lack })}
      />
      <Comparisons
        comparisons={item.comparisons}
        titleOf={titleOf}
        isDeployed={targets.length > 0}
      />
      {targets.length === 0 && (
        <p className={styles.nothing}>
          Nothing is deployed here. The first version comes by a pull request
          that adds this environment to the GitOps repository.
        </p>
      )}
      {targets.map(target => (
        <TargetBlock
          key={target.id}
          target={target}
          commitOf={commitOf}
          allowances={item.allowances}
          onRollBack={() => onTask({ type: 'rollback' })}
        />
      ))}
      {item.stages.map(stage => (
        <StagePanel
          key={`${stage.objectId} ${stage.name}`}
          entityRef={entityRef}
          environment={environment.name}
          stage={stage}
          allowances={item.allowances}
        />
      ))}
      {activePromotion && (
        <ActivePromotion promotion={activePromotion} titleOf={titleOf} />
      )}
      <QueuedPromotions promotions={item.queuedPromotions} titleOf={titleOf} />
      <PolicySummary policy={item.policy} />
      {item.promotions.length > 0 && item.stages.length === 0 && (
        <footer className={styles.footer}>
          {item.promotions.map(({ from, allowance }) => (
            <ExplainedButton
              key={from}
              variant="primary"
              iconStart={<RiArrowRightUpLine aria-hidden="true" />}
              allowance={allowance}
              onPress={() => onTask({ type: 'promote', from })}
            >
              Promote from {titleOf(from)}
            </ExplainedButton>
          ))}
        </footer>
      )}
    </section>
  );
}
