/** GitHub's prefixes of global node ids, by kind. */
const prefixes = {
  User: 'U',
  Organization: 'O',
  Bot: 'BOT',
  Team: 'T',
  Repository: 'R',
  PullRequest: 'PR',
  Review: 'PRR',
  Comment: 'IC',
  Label: 'LA',
  CommitStatus: 'SC',
  CheckRun: 'CR',
  CheckSuite: 'CS',
  Protection: 'BPR',
  Webhook: 'HOOK',
  TimelineEvent: 'TE',
  Commit: 'C',
  Tree: 'TREE',
  Blob: 'B',
  Tag: 'TAG',
  Ref: 'REF',
  QueueEntry: 'MQE',
} as const;

type NodeKind = keyof typeof prefixes;

/** The global id of an object. `key` is its numeric id; of a Git object or ref, {@link gitNodeKey}. */
export function nodeId(kind: NodeKind, key: number | string): string {
  return `${prefixes[kind]}_${Buffer.from(String(key)).toString('base64url')}`;
}

/** What identifies a Git object (by SHA) or a ref (by full name) in all repositories. */
export function gitNodeKey(options: {
  repositoryId: number;
  name: string;
}): string {
  return `${options.repositoryId}:${options.name}`;
}

/** Takes a global id apart; undefined when it is none. */
export function parseNodeId(
  text: string,
): { kind: NodeKind; key: string } | undefined {
  const [, prefix, encoded] = text.match(/^([A-Z]+)_([\w-]+)$/) ?? [];
  for (const kind of Object.keys(prefixes).filter(isKind)) {
    if (prefixes[kind] === prefix) {
      return { kind, key: Buffer.from(encoded, 'base64url').toString() };
    }
  }
  return undefined;
}

function isKind(word: string): word is NodeKind {
  return word in prefixes;
}
