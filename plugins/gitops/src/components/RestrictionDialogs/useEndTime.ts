import { useState } from 'react';
import { endProblem, endsAt, EndTime } from '../../text/endTimes';

/** What a person says about when something ends, checked only once it was confirmed. */
export function useEndTime() {
  const [value, setValue] = useState<EndTime>({ choice: 'open', exact: '' });
  const [wasChecked, setChecked] = useState(false);
  const problem = endProblem(value, new Date());
  return {
    field: {
      value,
      onChange: setValue,
      problem: wasChecked ? problem : '',
    },
    check: () => {
      setChecked(true);
      return problem === '';
    },
    /** The part of a request that says it. */
    request: (): { endsAt?: string } => {
      const at = endsAt(value, new Date());
      return at ? { endsAt: at } : {};
    },
  };
}
