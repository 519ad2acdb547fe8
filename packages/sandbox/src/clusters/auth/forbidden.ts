import { StatusError } from '../StatusError';
import { AccessRequest, ClusterUser } from './Access';

/** The refusal as RBAC words it. */
export function forbidden(
  { user }: ClusterUser,
  request: AccessRequest,
): StatusError {
  const { verb, group, resource, subresource, namespace, name } = request;
  const qualified = group ? `${resource}.${group}` : resource;
  const subject = name ? `${qualified} "${name}"` : qualified;
  const path = subresource ? `${resource}/${subresource}` : resource;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return new StatusError(
    `${subject} is forbidden: User "${user}" cannot ${verb} resource "${path}" in API group "${group}" ${scope}`,
    {
      code: 403,
      reason: 'Forbidden',
      details: {
        ...(name ? { name } : {}),
        ...(group ? { group } : {}),
        kind: resource,
      },
    },
  );
}
