/** What a request to a resource path is about. */
export interface ResourceRequest {
  apiVersion: string;
  group: string;
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

/** Reads `/api/v1/namespaces/x/pods/y/status`; undefined when the path is not one of a resource. */
export function parseResourcePath(path: string): ResourceRequest | undefined {
  let parts: string[];
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const [root, ...rest] = parts;
  if (root === 'api') {
    const [version, ...path_] = rest;
    return parseRest({ group: '', apiVersion: version ?? '' }, path_);
  }
  if (root === 'apis') {
    const [group, version, ...path_] = rest;
    return parseRest({ group, apiVersion: `${group}/${version}` }, path_);
  }
  return undefined;
}

function parseRest(
  api: { group: string; apiVersion: string },
  parts: string[],
): ResourceRequest | undefined {
  if (parts.length === 0) return undefined;
  const isWithin =
    parts[0] === 'namespaces' &&
    parts.length >= 3 &&
    !(
      api.apiVersion === 'v1' && ['status', 'finalize'].includes(parts[2] ?? '')
    );
  const namespace = isWithin ? parts[1] : undefined;
  const [resource, name, subresource, ...more] = isWithin
    ? parts.slice(2)
    : parts;
  return more.length > 0
    ? undefined
    : { ...api, resource, namespace, name, subresource };
}

/** The verb of RBAC that a request stands for. */
export function verbOf(options: {
  method: string;
  name?: string;
  watch: boolean;
}): string {
  const { method, name, watch } = options;
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (watch) return 'watch';
      return name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      return method.toLowerCase();
  }
}
