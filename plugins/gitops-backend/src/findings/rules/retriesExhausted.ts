import { FindingRule } from '../Facts';
import { stalledCondition } from '../stalledCondition';
import { syncTrouble } from '../syncTrouble';
import { statementsOf } from '../statements';

const givenUp =
  /Failed last sync attempt|RetriesExceeded|Failed to (?:install|upgrade|rollback) after \d+ attempt|retries exhausted|MissingRollbackTarget/i;

/** The engine has given up and does not try again by itself. */
export const retriesExhausted: FindingRule = {
  id: 'retries-exhausted',
  follows: syncTrouble,
  find: facts => {
    const { operation } = facts.target.status;
    const ended = operation?.phase === 'Failed' || operation?.phase === 'Error';
    const said = statementsOf(facts).find(
      ({ text, about, from }) =>
        from === 'engine' &&
        (givenUp.test(text) ||
          stalledCondition.test(about ?? '') ||
          (ended && /\(retried \d+ times\)/.test(text))),
    );
    if (!said) return [];
    const times = said.text.match(/retried (\d+) times|after (\d+) attempt/i);
    const count = times?.[1] ?? times?.[2];
    return [
      {
        severity: 'warning',
        title: 'The engine has given up',
        explanation: `${facts.engine} has tried ${count ? `${count} ${count === '1' ? 'time' : 'times'}` : 'again and again'} and does not try this revision again by itself.`,
        remedy:
          'When the cause is gone, sync it by hand; a new commit also makes it try again.',
        ...(said.since && { since: said.since }),
      },
    ];
  },
};
