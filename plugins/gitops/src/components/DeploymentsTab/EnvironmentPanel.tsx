import { ServiceEnvironment } from '@fairlead/backstage-plugin-gitops-common';
import { RiArrowRightUpLine } from '@remixicon/react';
import { CommitOf } from '../../data/useCommits';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ActivePromotion } from './ActivePromotion';
import { Comparisons } from './Comparisons';
import { TargetBlock } from './TargetBlock';
import styles from './EnvironmentPanel.module.css';

/** One environment of a service. */
export function EnvironmentPanel(props: {
  item: ServiceEnvironment;
  titleOf: (environment: string) => string;
  commitOf: CommitOf;
  onPromote: (from: string) => void;
}) {
  const { item, titleOf, commitOf, onPromote } = props;
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
      </header>
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
        />
      ))}
      {activePromotion && (
        <ActivePromotion promotion={activePromotion} titleOf={titleOf} />
      )}
      {item.promotions.length > 0 && (
        <footer className={styles.footer}>
          {item.promotions.map(({ from, allowance }) => (
            <ExplainedButton
              key={from}
              variant="primary"
              iconStart={<RiArrowRightUpLine aria-hidden="true" />}
              allowance={allowance}
              onPress={() => onPromote(from)}
            >
              Promote from {titleOf(from)}
            </ExplainedButton>
          ))}
        </footer>
      )}
    </section>
  );
}
