import { docs } from '../docs';
import { textRule } from '../textRule';

/** A policy of the cluster refuses it, or what is to decide can't be reached. */
export const admissionRefused = textRule({
  id: 'admission-refused',
  pattern:
    /admission webhook "([^"]+)" denied|failed calling webhook "([^"]+)"|violates PodSecurity "([^"]+)"|ValidatingAdmissionPolicy '([^']+)'/i,
  meaning: ([, denying, silent, level, policy]) => {
    if (silent) {
      return {
        title: `The admission webhook ${silent} does not answer`,
        meaning:
          'The cluster asks this webhook before it takes the change, and gets no answer, so it takes nothing.',
        remedy:
          'See whether the pods behind the webhook run and its certificate is valid. It belongs to the cluster, and not to this service.',
        link: docs.admission,
      };
    }
    const standard = level && `the pod security standard ${level}`;
    const who = denying
      ? `the admission webhook ${denying}`
      : (standard ?? `the policy ${policy}`);
    return {
      title: `${who.charAt(0).toUpperCase()}${who.slice(1)} refuses it`,
      meaning: 'A policy of the cluster does not allow what Git says.',
      remedy:
        'Change the manifests in Git so that they keep the policy, or ask those who made it for an exception.',
      link: docs.admission,
    };
  },
});
