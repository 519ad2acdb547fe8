import { FindingRule } from '../Facts';
import { quote } from '../quote';

/** The engine has not looked at it as it is now. */
export const stale: FindingRule = {
  id: 'stale',
  find: ({ target, engine }) => {
    const { stale: reason, suspended } = target.status;
    const rollouts = (target.rollouts ?? []).filter(each => each.stale);
    return [
      ...(reason && !suspended
        ? [
            {
              severity: 'warning' as const,
              title: 'What is shown may be old',
              explanation: `${engine} has not looked at it as it is now: ${quote(reason)}`,
              remedy: `If it stays so, refresh it, and see whether ${engine} runs.`,
            },
          ]
        : []),
      ...rollouts.slice(0, 1).map(({ object, stale: why = '' }) => ({
        severity: 'warning' as const,
        title: 'What is shown of the rollout may be old',
        explanation: `${object.kind} ${object.name}: ${quote(why)}`,
        remedy: 'If it stays so, see whether its controller runs.',
      })),
    ];
  },
};
