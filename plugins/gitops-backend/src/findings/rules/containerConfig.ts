import { docs } from '../docs';
import { FindingRule } from '../Facts';
import { groupContainers } from '../podProblems';
import { quote } from '../quote';
import { textRule } from '../textRule';

const missing =
  /(configmap|secret)s? "([^"]+)" not found|couldn't find key (\S+) in (ConfigMap|Secret) (\S+)|references non-existent (config|secret) key:? ?(\S*)/i;
const remedy =
  'Add it, or its key, to the namespace: in Git, or where your secrets come from. See also whether the name is spelled the same in both places.';

const told = textRule({
  id: 'container-config',
  pattern: missing,
  meaning: ([text], { from }) =>
    // An engine may miss one for itself: its credentials, its values.
    from === 'cluster' || /CreateContainerConfigError|MountVolume/.test(text)
      ? {
          title: whatIsMissing(text) ?? 'A ConfigMap or Secret is missing',
          meaning:
            "A pod can't start, because something that it is configured with is not there.",
          remedy,
          link: docs.configuration,
        }
      : undefined,
});

/** A ConfigMap or Secret, or a key of it, that a container needs is not there. */
export const containerConfig: FindingRule = {
  id: 'container-config',
  find: facts => [
    ...groupContainers(facts, {
      of: ({ container }) => {
        const { reason = '', message = '' } = container.waiting ?? {};
        return /^CreateContainer(Config)?Error$/.test(reason)
          ? { words: message || reason }
          : undefined;
      },
      key: ({ words }) => words,
    }).map(({ sample, who, workload, pods }) => ({
      severity: 'error' as const,
      title: whatIsMissing(sample.words) ?? "A container can't be created",
      explanation: `${who} can't start the container ${sample.container.name}, because something that its configuration names is not as it should be. The node says: “${quote(sample.words)}”`,
      remedy: missing.test(sample.words)
        ? remedy
        : 'Correct the configuration of the container in Git.',
      ...(pods[0].node.createdAt && { since: pods[0].node.createdAt }),
      resource: workload,
      link: docs.configuration,
    })),
    ...told.find(facts),
  ],
};

function whatIsMissing(words: string): string | undefined {
  const match = words.match(missing);
  if (!match) return undefined;
  const [, kind, name, key, keyKind, keyOwner] = match;
  const titleOf = (word: string) =>
    word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
  if (kind) return `The ${titleOf(kind)} ${name} is missing`;
  return key
    ? `The key ${key} is missing in the ${titleOf(keyKind)} ${keyOwner}`
    : 'A key of a ConfigMap or Secret is missing';
}
