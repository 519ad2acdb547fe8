import { FindingRule } from '../Facts';
import { statementsOf } from '../statements';
import { stalledCondition } from '../stalledCondition';
import { saidBy } from '../textRule';

/** The engine could not do its work, for a reason that no other rule knows. */
export const syncFailed: FindingRule = {
  id: 'sync-failed',
  find: facts =>
    statementsOf(facts)
      .filter(
        ({ from, failure, about = '' }) =>
          // That it gives up is told by itself.
          from === 'engine' && failure && !stalledCondition.test(about),
      )
      .map(statement =>
        saidBy(statement, {
          title: `${facts.engine} could not deploy it`,
          meaning: 'What is in Git was not deployed, or not all of it.',
          remedy:
            'Correct what the message names, in Git where it can be, and sync again.',
        }),
      ),
};
