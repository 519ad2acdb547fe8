import { FindingRule } from '../Facts';

/** The engine leaves it alone. */
export const suspended: FindingRule = {
  id: 'suspended',
  find: ({ target, engine }) =>
    target.status.suspended
      ? [
          {
            severity: 'info',
            title: 'It is suspended',
            explanation: `${engine} leaves it alone: what is merged to Git is not deployed, and nothing is put right, until somebody resumes it.`,
            remedy: 'Resume it when the reason is gone.',
          },
        ]
      : [],
};
