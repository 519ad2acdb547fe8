import { InputError } from '@backstage/errors';
import {
  Environment,
  Pipeline,
  PromotionKind,
} from '@fairlead/backstage-plugin-gitops-common';

/** Between which environments a promotion goes, and what that makes of it. */
export interface PromotionRoute {
  from: Environment;
  to: Environment;
  kind: Exclude<PromotionKind, 'rollback'>;
  /** Environments that come between the two, for a hotfix. */
  skips: string[];
}

type Graph = Pick<Pipeline, 'environments'>;

/**
 * What a request means in the service's own pipeline. Throws InputError for environments that are not there, and for
 * those that are no neighbours, unless skipping was asked for.
 */
export function promotionRoute(options: {
  request: { from: string; to: string; skip?: boolean };
  pipeline: Graph;
  environments: readonly Environment[];
}): PromotionRoute {
  const { request, pipeline } = options;
  const from = find(request.from, options);
  const to = find(request.to, options);
  if (from.name === to.name) {
    throw new InputError(`${to.title} can't be promoted to itself`);
  }
  const after = afterOf(pipeline, to.name);
  if (after.includes(from.name)) {
    return { from, to, kind: 'promotion', skips: [] };
  }
  if (!request.skip) {
    const titles = after.map(name => find(name, options).title);
    throw new InputError(
      `A version comes to ${to.title} from ${titles.join(' or ') || 'no other environment'}, not from ${from.title}`,
    );
  }
  if (before(pipeline, from.name).has(to.name)) {
    return { from, to, kind: 'backfill', skips: [] };
  }
  const known = before(pipeline, from.name);
  const skips = [...before(pipeline, to.name)].filter(
    name => name !== from.name && !known.has(name),
  );
  return { from, to, kind: 'hotfix', skips };
}

/** All environments that a version passes before it comes to one. */
export function before(pipeline: Graph, environment: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    for (const each of afterOf(pipeline, name)) {
      if (!found.has(each)) {
        found.add(each);
        visit(each);
      }
    }
  };
  visit(environment);
  return found;
}

function afterOf({ environments }: Graph, name: string): string[] {
  return environments.find(each => each.name === name)?.after ?? [];
}

/** An environment of the service's pipeline, with its title. Throws InputError that names those that are there. */
export function find(
  name: string,
  options: { pipeline: Graph; environments: readonly Environment[] },
): Environment {
  const { pipeline, environments } = options;
  const own = pipeline.environments.find(each => each.name === name);
  const known = environments.find(each => each.name === name);
  if (own && known) return { ...known, after: own.after };
  throw new InputError(
    `There is no environment "${name}"; there are: ${pipeline.environments
      .map(each => each.name)
      .join(', ')}`,
  );
}
