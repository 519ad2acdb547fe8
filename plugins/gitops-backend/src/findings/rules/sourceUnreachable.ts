import { textRule } from '../textRule';

const aboutSource =
  /repo|git|helm|chart|oci|artifact|registry|clone|fetch|remote|source|manifest/i;

/** The engine can't reach what it needs: the source, or the cluster it deploys to. */
export const sourceUnreachable = textRule({
  id: 'source-unreachable',
  engineOnly: true,
  pattern:
    /dial tcp|i\/o timeout|no such host|connection refused|connection reset|TLS handshake|x509:|Client\.Timeout|unexpected EOF|code = (?:Unavailable|DeadlineExceeded)|context deadline exceeded|failed to (?:clone|fetch|checkout)|50[234] (?:Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
  meaning: (_, { text }) =>
    /server version|cluster cache|failed to get cluster|api ?server|load live state/i.test(
      text,
    ) || !aboutSource.test(text)
      ? {
          title: "The engine can't reach the cluster that it deploys to",
          meaning: 'The engine gets no answer from the cluster.',
          remedy:
            'See whether the cluster is up, and whether the network and the certificates let the engine reach it.',
        }
      : {
          title: "The engine can't reach the source",
          meaning:
            'The engine gets no answer from where the source is, so it deploys nothing new.',
          remedy:
            'See whether the Git host or registry is up, and whether the network and the certificates let the engine reach it. It tries again by itself.',
        },
});
