import { Facts, FindingRule } from '../Facts';
import { docs } from '../docs';
import { ContainerOf, groupContainers } from '../podProblems';
import { quote } from '../quote';
import { statementsOf } from '../statements';
import { saidBy } from '../textRule';

const reasons = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
];
const pulling =
  /ImagePullBackOff|ErrImagePull|InvalidImageName|Back-off pulling image|Failed to pull image|failed to pull and unpack/i;

/** Why, by what registries and container runtimes say; the first that fits. */
const causes: Array<{ pattern: RegExp; why: string; remedy: string }> = [
  {
    pattern: /InvalidImageName|invalid reference format/i,
    why: 'what is written there is no name of an image',
    remedy: 'Correct the name of the image in Git.',
  },
  {
    pattern: /does not exist or may require|repository does not exist/i,
    why: 'it is not there, or the cluster may not see it',
    remedy:
      'See whether the image and its tag are in the registry; if they are, give the pods a pull secret (imagePullSecrets) that may read it.',
  },
  {
    pattern: /\b429\b|toomanyrequests|too many requests|rate limit/i,
    why: 'the registry has had too many requests from the cluster',
    remedy:
      'Wait, or have the cluster log in to the registry or use a mirror of it, so that the limit is not met again.',
  },
  {
    pattern:
      /\b40[13]\b|unauthori[sz]ed|denied|authentication required|no basic auth credentials|forbidden/i,
    why: 'the registry does not let the cluster in',
    remedy:
      'Give the pods a pull secret (imagePullSecrets) with credentials that are valid and may read the image, or let the registry know the cluster.',
  },
  {
    pattern: /no match(ing manifest)? for (platform|linux)/i,
    why: "it was not built for the nodes' processors",
    remedy: 'Build the image for the platform of the nodes, too.',
  },
  {
    pattern: /not found|manifest unknown|name unknown|\b404\b/i,
    why: 'there is no such image or tag in the registry',
    remedy:
      'See whether the build pushed this tag; if not, push it, or promote a version that exists.',
  },
  {
    pattern:
      /dial tcp|i\/o timeout|no such host|connection refused|connection reset|tls|x509|deadline exceeded/i,
    why: "the nodes can't reach the registry",
    remedy:
      'See whether the registry is up, and whether the network and the certificates of the nodes let them reach it.',
  },
];
const unknown = {
  why: "the nodes don't say why",
  remedy:
    'See whether the image and its tag exist, and whether the cluster may pull it.',
};

/** The image of a container can't be pulled. */
export const imagePull: FindingRule = {
  id: 'image-pull',
  find: facts => [
    ...groupContainers(facts, {
      of: ({ container }) =>
        reasons.includes(container.waiting?.reason ?? '')
          ? { image: container.image }
          : undefined,
      key: ({ image }) => image,
    }).map(({ sample, who, workload, pods }) => {
      const words = wordsOf(facts, sample);
      const { why, remedy } = causeOf(words);
      return {
        severity: 'error' as const,
        title: "The image can't be pulled",
        explanation: `${who} can't start the container ${sample.container.name}, because the image ${sample.image} can't be pulled: ${why}. The node says: “${quote(words)}”`,
        remedy,
        ...(pods[0].node.createdAt && { since: pods[0].node.createdAt }),
        resource: workload,
        link: docs.images,
      };
    }),
    ...statementsOf(facts)
      .filter(({ text }) => pulling.test(text))
      .map(statement => {
        const { why, remedy } = causeOf(statement.text);
        return saidBy(statement, {
          title: "The image can't be pulled",
          meaning: `A container can't start, because its image can't be pulled: ${why}.`,
          remedy,
          link: docs.images,
        });
      }),
  ],
};

function causeOf(words: string): { why: string; remedy: string } {
  return causes.find(({ pattern }) => pattern.test(words)) ?? unknown;
}

/** Between two tries the state only says that it waits; the event of the try says why. */
function wordsOf({ live }: Facts, { container, pod }: ContainerOf): string {
  const { reason = '', message = '' } = container.waiting ?? {};
  const own = message || reason;
  if (causeOf(own) !== unknown) return own;
  const told = live?.events.find(
    event =>
      event.node === pod.node.id &&
      /Failed to pull image/i.test(event.message) &&
      event.message.includes(container.image),
  );
  return told?.message ?? own;
}
