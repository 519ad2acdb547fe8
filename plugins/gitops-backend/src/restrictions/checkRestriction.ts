import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  Environment,
  RestrictionRequest,
  RestrictionScope,
  versionKey,
} from '@fairlead/backstage-plugin-gitops-common';

/**
 * The request with its refs in the form of the catalog. Throws InputError for what makes no sense, with the remedy;
 * whether the service and the system exist is not known here.
 */
export function checkRestriction(options: {
  request: RestrictionRequest;
  environments: readonly Environment[];
  now: Date;
}): RestrictionRequest {
  const { request, environments, now } = options;
  const { kind, version, endsAt } = request;
  const scope = checkScope(request.scope, environments);
  if (kind !== 'freeze' && !(scope.entityRef && scope.environment)) {
    throw new InputError(
      `A ${kind} is for a service in an environment: name both`,
    );
  }
  const isAboutVersion = kind === 'pin' || kind === 'veto';
  if (isAboutVersion && !(version && versionKey(version))) {
    throw new InputError(
      `A ${kind} is about a version: name its images or its chart`,
    );
  }
  if (!isAboutVersion && version) {
    throw new InputError(
      `A ${kind} is not about a version: leave it out, or write a veto or a pin`,
    );
  }
  if (endsAt && new Date(endsAt) <= now) {
    throw new InputError(`The end ${endsAt} is not in the future`);
  }
  return { ...request, scope };
}

function checkScope(
  scope: RestrictionScope,
  environments: readonly Environment[],
): RestrictionScope {
  const { system, entityRef, environment } = scope;
  if (system !== undefined && entityRef !== undefined) {
    throw new InputError(
      'Name a service or a system: a system has its services with it',
    );
  }
  const names = environments.map(({ name }) => name);
  if (environment !== undefined && !names.includes(environment)) {
    throw new InputError(
      `There is no environment "${environment}": write one of ${names.join(', ')}`,
    );
  }
  return {
    ...(system !== undefined && { system: systemRefOf(system) }),
    ...(entityRef !== undefined && { entityRef: serviceRefOf(entityRef) }),
    ...(environment !== undefined && { environment }),
  };
}

function serviceRefOf(entityRef: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(entityRef));
  } catch (error) {
    throw new InputError(
      `"${entityRef}" is no entity ref: write kind:namespace/name, such as component:default/orders`,
      error,
    );
  }
}

function systemRefOf(system: string): string {
  let ref: string;
  try {
    ref = stringifyEntityRef(parseEntityRef(system, { defaultKind: 'system' }));
  } catch (error) {
    throw new InputError(
      `"${system}" is no entity ref: write system:namespace/name`,
      error,
    );
  }
  if (!ref.startsWith('system:')) {
    throw new InputError(`${ref} is no system: name it as the service instead`);
  }
  return ref;
}
