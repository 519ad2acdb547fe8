import { textRule } from '../textRule';

/** Something that has to be ready before is not. */
export const dependencyNotReady = textRule({
  id: 'dependency-not-ready',
  engineOnly: true,
  pattern:
    /dependency '([^']+)' is not ready|dependencies do not meet ready condition|unable to get '([^']+)' dependency|dependency '([^']+)' not found|waiting for healthy state of (\S+)|DependencyNotReady/i,
  meaning: ([, notReady, missing, gone, wave]) => {
    const name = notReady ?? missing ?? gone ?? wave;
    return {
      title: name ? `${name} is not ready` : 'A dependency is not ready',
      meaning: `It waits for ${name ?? 'something that it depends on'}, and is not deployed before.`,
      remedy: `Look at ${name ?? 'its dependencies'} first: this goes on by itself when that is ready.`,
      severity: 'warning',
    };
  },
});
