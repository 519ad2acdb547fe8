import {
  PlanResponse,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { wavesLine } from '../../text/planWords';
import { mergeWords } from '../../text/policyWords';
import styles from './PromoteForm.module.css';

/** From what to what, where it is written, in how many parts, and who merges. */
export function PlanFacts(props: {
  answer: PlanResponse;
  titleOf: (environment: string) => string;
}) {
  const { openAs, plan, policy, waves } = props.answer;
  return (
    <dl className={styles.facts}>
      <dt>{props.titleOf(plan.to)} now</dt>
      <dd>{versionLabel(plan.fromVersion) || 'unknown'}</dd>
      <dt>After the merge</dt>
      <dd>{versionLabel(plan.toVersion) || 'unknown'}</dd>
      <dt>Pull request</dt>
      <dd>
        {plan.repoUrl.replace(/^https?:\/\/|\.git$/g, '')} →{' '}
        <code>{plan.baseBranch}</code>
      </dd>
      {openAs && (
        <>
          <dt>Opened by</dt>
          <dd className={styles.plain}>
            you, with your account on {openAs.host}
          </dd>
        </>
      )}
      {waves.length > 0 && (
        <>
          <dt>Waves</dt>
          <dd>{wavesLine(waves)}</dd>
        </>
      )}
      <dt>Merge</dt>
      <dd className={styles.plain}>{mergeWords(policy)}</dd>
    </dl>
  );
}
