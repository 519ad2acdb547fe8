/** Path of a kind's objects in all namespaces, or of one object. */
export function resourcePath(resource: {
  apiVersion?: string;
  group?: string;
  version?: string;
  plural: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}): string {
  const { plural, namespace, name, subresource } = resource;
  const apiVersion =
    resource.apiVersion ??
    [resource.group, resource.version].filter(Boolean).join('/');
  return [
    // The core group has no name, and a prefix of its own.
    apiVersion.includes('/') ? '/apis' : '/api',
    ...apiVersion.split('/').map(encodeURIComponent),
    ...(namespace ? ['namespaces', encodeURIComponent(namespace)] : []),
    ...[plural, name, subresource].flatMap(part =>
      part ? [encodeURIComponent(part)] : [],
    ),
  ].join('/');
}
