import { Link } from '@backstage/ui';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { useGitopsLinks } from '../../routing/GitopsLinks';
import { PromotionStatus } from '../ui/PromotionStatus';
import { Section } from './Section';
import styles from './Waves.module.css';

/** All waves of the request that a promotion is a part of. */
export function Waves(props: { promotion: Promotion; waves: Promotion[] }) {
  const { promotion, waves } = props;
  const links = useGitopsLinks();
  if (!promotion.wave) return null;
  const toCome = promotion.wave.count - waves.length;
  return (
    <Section title="Waves">
      <ol className={styles.list} aria-label="Waves">
        {waves.map(wave => {
          const isThis = wave.id === promotion.id;
          const href = links.promotion(wave.id);
          const title = `Wave ${wave.wave?.index}: ${targetsOf(wave)}`;
          return (
            <li
              key={wave.id}
              className={styles.wave}
              aria-current={isThis ? 'page' : undefined}
            >
              <PromotionStatus state={wave.state} />
              <span className={styles.text}>
                {href && !isThis ? (
                  <Link href={href}>{title}</Link>
                ) : (
                  <span className={styles.title}>{title}</span>
                )}
                <span className={styles.message}>{wave.message}</span>
              </span>
            </li>
          );
        })}
      </ol>
      {toCome > 0 && (
        <p className={styles.message}>
          {toCome === 1
            ? 'One more wave comes after these.'
            : `${toCome} more waves come after these.`}
        </p>
      )}
    </Section>
  );
}

function targetsOf({ plan }: Promotion): string {
  return plan.targets.length === 1
    ? '1 target'
    : `${plan.targets.length} targets`;
}
