import { docs } from '../docs';
import { textRule } from '../textRule';

/** A kind is used that the cluster does not have. */
export const kindNotInstalled = textRule({
  id: 'kind-not-installed',
  pattern:
    /no matches for kind "([^"]+)" in version "([^"]+)"|could not find (?:version "[^"]+" of )?([\w.-]+\/\w+)(?: for requested resource)?|the server could not find the requested resource|CRDs? (?:is|are) installed/i,
  meaning: ([, kind, version, named]) => {
    const name = kind ? `${kind} (${version})` : named;
    return {
      title: name
        ? `The cluster does not know ${name}`
        : 'The cluster does not know a kind of resource',
      meaning:
        'A kind of resource is used whose definition (CRD) is not installed, or not in this version.',
      remedy:
        'Install what brings the definition first (an operator, a chart with CRDs), or use the version that the cluster has.',
      link: docs.customResources,
    };
  },
});
