import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { pullRequestWords } from '../../text/promotionWords';
import { entityName } from '../../text/entityName';
import { ExternalLink } from '../ui/ExternalLink';
import { RelativeTime } from '../ui/RelativeTime';
import { Sha } from '../ui/Sha';
import { Status } from '../ui/Status';
import { Section } from './Section';
import styles from './PullRequestCard.module.css';

const states = {
  open: { word: 'Open', tone: 'active' },
  merged: { word: 'Merged', tone: 'positive' },
  closed: { word: 'Closed', tone: 'neutral' },
} as const;

/** The pull request of a promotion, as it was last seen. */
export function PullRequestCard(props: { pullRequest: PullRequest }) {
  const { pullRequest } = props;
  return (
    <Section title="Pull request">
      <ExternalLink
        href={pullRequest.url}
        label={`Pull request ${pullRequest.number}: ${pullRequest.title}`}
      >
        #{pullRequest.number} {pullRequest.title}
      </ExternalLink>
      <dl className={styles.facts}>
        <dt>State</dt>
        <dd>
          <Status {...states[pullRequest.state]} />
          {pullRequest.state === 'merged' && (
            <span className={styles.detail}>
              {pullRequest.mergedBy &&
                `by ${entityName(pullRequest.mergedBy)} `}
              {pullRequest.mergedAt && (
                <RelativeTime at={pullRequest.mergedAt} />
              )}
            </span>
          )}
          {pullRequest.state === 'closed' && pullRequest.closedBy && (
            <span className={styles.detail}>
              by {entityName(pullRequest.closedBy)}
            </span>
          )}
        </dd>
        {pullRequestWords(pullRequest).map(({ label, word, tone }) => (
          <Fact key={label} label={label}>
            <Status tone={tone} word={word} />
          </Fact>
        ))}
        <Fact label="Branch">
          <code className={styles.branch}>{pullRequest.headBranch}</code>
        </Fact>
        {pullRequest.mergeSha && (
          <Fact label="Merge commit">
            <Sha sha={pullRequest.mergeSha} />
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function Fact(props: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
