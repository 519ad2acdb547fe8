import { textRule } from '../textRule';

/** The engine is not let in where the source is. */
export const sourceAuthentication = textRule({
  id: 'source-authentication',
  engineOnly: true,
  pattern:
    /authentication required|authorization failed|Invalid username or (?:password|token)|could not read Username|Permission denied \(publickey\)|unable to authenticate|invalid credentials|Bad credentials|401 Unauthorized|HTTP Basic: Access denied|knownhosts: key|host key verification failed|failed to get credential|403 Forbidden|unauthorized:/i,
  meaning: ([words]) =>
    /knownhosts|host key/i.test(words)
      ? {
          title: 'The host key of the source is not trusted',
          meaning:
            'The Git host shows another key than the engine knows, so the engine does not talk to it.',
          remedy:
            'See with those who run the host whether its key changed, and have the known hosts of the engine brought up to date.',
        }
      : {
          title: 'The source does not let the engine in',
          meaning:
            'The credentials that the engine has for the source are missing, wrong, expired, or may not read it.',
          remedy:
            'Have the credentials of the source renewed in the engine: the repository Secret of Argo CD, the Secret that the Flux source names.',
        },
});
