import { Button } from '@backstage/ui';
import {
  FreightCandidate,
  ServiceEnvironment,
  ServiceStage,
} from '@fairlead/backstage-plugin-gitops-common';
import { useState } from 'react';
import { StageAction } from '../../data/useStageAction';
import { freightLabel, isAvailable } from '../../text/stageWords';
import { ExplainedButton } from '../ui/ExplainedButton';
import { RelativeTime } from '../ui/RelativeTime';
import { Until } from '../ui/Until';
import { useNow } from '../ui/useNow';
import styles from './Candidates.module.css';

/** So many are shown before somebody asks for the rest. */
const few = 3;

/** What a stage could get next, each with why not yet, and what can be done about it. */
export function Candidates(props: {
  stage: ServiceStage;
  allowances: ServiceEnvironment['allowances'];
  onAsk: (action: StageAction, freight: FreightCandidate) => void;
}) {
  const { stage, allowances, onAsk } = props;
  const [showsAll, setShowsAll] = useState(false);
  const now = useNow();
  const { candidates, actions } = stage;
  if (candidates.length === 0) return null;
  const shown = showsAll ? candidates : candidates.slice(0, few);
  const rest = candidates.length - shown.length;
  return (
    <div className={styles.root}>
      <h5 className={styles.title}>Could get</h5>
      <ul className={styles.list} aria-label={`Freight for ${stage.name}`}>
        {shown.map(freight => {
          const available = isAvailable(freight, now);
          return (
            <li key={freight.id} className={styles.candidate}>
              <div className={styles.text}>
                <span className={styles.name}>{freightLabel(freight)}</span>
                <span className={styles.words}>
                  {freight.createdAt && <RelativeTime at={freight.createdAt} />}
                  {freight.commits[0]?.message &&
                    ` ${freight.commits[0].message}`}
                </span>
                {!available && (
                  <span className={styles.words}>
                    {freight.why}{' '}
                    {freight.until && (
                      <>
                        Available <Until at={freight.until} word="at" />.
                      </>
                    )}
                  </span>
                )}
                {freight.approved && (
                  <span className={styles.words}>
                    Approved for this stage, past the stages before.
                  </span>
                )}
              </div>
              {available && actions.includes('promote') && (
                <ExplainedButton
                  variant="secondary"
                  allowance={allowances.promote}
                  onPress={() => onAsk('promote', freight)}
                >
                  {`Promote ${freight.title}`}
                </ExplainedButton>
              )}
              {!available && actions.includes('approve') && (
                <Button
                  size="small"
                  variant="tertiary"
                  onPress={() => onAsk('approve', freight)}
                >
                  {`Approve ${freight.title}`}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {rest > 0 && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setShowsAll(true)}
        >
          {`${rest} more`}
        </Button>
      )}
    </div>
  );
}
