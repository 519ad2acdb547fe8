import { textRule } from '../textRule';

/** The object that fetches the source says that it is not ready, in words that no other rule knows. */
export const sourceNotReady = textRule({
  id: 'source-not-ready',
  engineOnly: true,
  pattern:
    /^The (\w+) (\S+) is not ready: |Source artifact not found|artifact is not (?:ready|available)|source '?[^']*'? is not ready/i,
  meaning: ([, kind, name]) => ({
    title: kind
      ? `The ${kind} ${name} is not ready`
      : 'The source is not ready',
    meaning: 'The engine has nothing new to deploy from.',
    remedy: 'Look at the object that fetches the source; it says why.',
  }),
});
