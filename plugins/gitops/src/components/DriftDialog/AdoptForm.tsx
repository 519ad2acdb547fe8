import {
  Allowance,
  ResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import { RiGitPullRequestLine } from '@remixicon/react';
import { useState } from 'react';
import { useAdoptDrift } from '../../data/useDrift';
import { ErrorNotice } from '../ui/ErrorNotice';
import { ExplainedButton } from '../ui/ExplainedButton';
import { ExternalLink } from '../ui/ExternalLink';
import { ReasonField } from '../ui/ReasonField';
import styles from './AdoptForm.module.css';

/** Asks why, and opens a pull request that writes the chosen live values into Git. */
export function AdoptForm(props: {
  targetId: string;
  resource: ResourceRef;
  paths: string[];
  allowance: Allowance;
}) {
  const { targetId, resource, paths, allowance } = props;
  const [reason, setReason] = useState('');
  const [wasAsked, setAsked] = useState(false);
  const adopt = useAdoptDrift(targetId);
  const isMissing = reason.trim() === '';

  if (adopt.data) {
    return (
      <p role="status" className={styles.form}>
        The live values are on their way into Git:{' '}
        <ExternalLink href={adopt.data.url}>
          Pull request #{adopt.data.number}
        </ExternalLink>
      </p>
    );
  }
  const submit = () => {
    setAsked(true);
    if (!isMissing && !adopt.isPending) {
      adopt.mutate({ resource, paths, reason: reason.trim() });
    }
  };
  return (
    <div className={styles.form}>
      {paths.length > 0 && allowance.allowed && (
        <ReasonField
          value={reason}
          onChange={setReason}
          isMissing={wasAsked && isMissing}
          hint="It stands in the pull request."
        />
      )}
      {adopt.error && <ErrorNotice error={adopt.error} />}
      <ExplainedButton
        variant="secondary"
        iconStart={<RiGitPullRequestLine aria-hidden="true" />}
        isPending={adopt.isPending}
        allowance={
          allowance.allowed && paths.length === 0
            ? { allowed: false, why: 'Choose which fields Git should have.' }
            : allowance
        }
        onPress={submit}
      >
        {paths.length > 1
          ? 'Write live values into Git'
          : 'Write live value into Git'}
      </ExplainedButton>
    </div>
  );
}
