import { textRule } from '../textRule';

/** A manifest is not what Kubernetes accepts. */
export const invalidManifest = textRule({
  id: 'invalid-manifest',
  pattern:
    /"?([\w.-]+)"? is invalid: ([\w.[\]]+:)?|strict decoding error|unknown field "|unable to decode|cannot unmarshal|error validating data|failed to create typed patch object|field not declared in schema|Object '\w+' is missing|error converting YAML|yaml: line \d+|cannot be handled as an?|InvalidSpecError|BadRequest/i,
  meaning: ([, , path], { text }) => {
    const [, field] = text.match(/unknown field "([^"]+)"/) ?? [];
    return {
      title: field
        ? `A manifest has an unknown field: ${field}`
        : 'A manifest is not valid',
      meaning: path
        ? `The cluster does not accept a manifest because of ${path.slice(0, -1)}.`
        : 'The cluster, or the engine, does not accept a manifest.',
      remedy:
        'Correct the manifest in Git. A check of the manifests in pull requests (kubeconform, kubectl --dry-run=server) finds this before it is merged.',
    };
  },
});
