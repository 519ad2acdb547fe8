import { posix } from 'node:path';
import {
  CheckPolicy,
  defaultPolicy,
  Environment,
  EnvironmentPolicy,
  Pipeline,
  PromotedValues,
} from '@fairlead/backstage-plugin-gitops-common';
import { EnvironmentPolicyConfig } from '../config/environments';
import { Mistake } from '../config/mistakes';
import { AuthoredPolicy } from '../config/policy/policy';
import { PromotionsConfig } from '../config/promotions';
import { isCheckAllowed } from './isCheckAllowed';
import { layerPolicy } from './layerPolicy';
import { lockedKeys, withoutLocked } from './lockedKeys';
import { AuthoredPipeline } from './pipelineFileSchema';
import { pipelineGraph } from './pipelineGraph';

/** What the portal's config says of pipelines. */
export interface PipelineConfig {
  environments: readonly Environment[];
  environmentPolicies: Readonly<Record<string, EnvironmentPolicyConfig>>;
  promotions: Pick<PromotionsConfig, 'policy' | 'locked' | 'checkHosts'>;
}

/** The file of a service, as far as it could be read. */
export interface AuthoredFile {
  authored: AuthoredPipeline;
  /** In its repository. */
  path: string;
}

/**
 * The pipeline of a service: the defaults, the portal's config and the service's file, one over the other. What the
 * file says that can't be followed is left out, and is a mistake.
 */
export function resolvePipeline(options: {
  entityRef: string;
  config: PipelineConfig;
  file?: AuthoredFile;
}): { pipeline: Pipeline; mistakes: Mistake[] } {
  const { entityRef, config, file } = options;
  const { promotions, environmentPolicies } = config;
  const authored = file?.authored ?? {};
  const { steps, mistakes } = pipelineGraph({
    environments: config.environments,
    ...(authored.environments && { authored: authored.environments }),
    locked: promotions.locked.includes('order'),
  });
  const promoted = promotedOf(file);
  mistakes.push(...promoted.mistakes);
  if (authored.policy) {
    mistakes.push(
      ...policyMistakes({
        path: ['policy'],
        policy: authored.policy,
        locked: promotions.locked,
        checkHosts: promotions.checkHosts,
      }),
    );
  }
  const policies = steps.map(({ name }) => {
    const own = environmentPolicies[name] ?? { policy: {}, locked: [] };
    const locked = [...promotions.locked, ...own.locked];
    const said = saidOf(authored, name);
    if (said) {
      mistakes.push(
        ...policyMistakes({
          ...said,
          locked,
          checkHosts: promotions.checkHosts,
        }),
      );
    }
    const portal = [promotions.policy, own.policy].reduce(
      layerPolicy,
      defaultPolicy(name),
    );
    const ofFile = [authored.policy ?? {}, said?.policy ?? {}]
      .map(policy => withoutLocked(policy, locked))
      .reduce(layerPolicy, portal);
    return withoutForbidden({ policy: ofFile, portal, config });
  });
  return {
    pipeline: {
      entityRef,
      environments: steps,
      policies,
      promoted: promoted.values,
      problems: [],
    },
    mistakes,
  };
}

function saidOf(authored: AuthoredPipeline, name: string) {
  const { environments } = authored;
  if (!environments) return undefined;
  if (Array.isArray(environments)) {
    const index = environments.findIndex(each => each.name === name);
    if (index < 0) return undefined;
    const { name: _, after: __, ...policy } = environments[index];
    return { path: ['environments', index], policy };
  }
  const said = environments[name];
  if (!said) return undefined;
  const { after: _, ...policy } = said;
  return { path: ['environments', name], policy };
}

function policyMistakes(options: {
  path: PropertyKey[];
  policy: AuthoredPolicy;
  locked: readonly string[];
  checkHosts: readonly string[];
}): Mistake[] {
  const { path, policy, locked, checkHosts } = options;
  const forbidden = (policy.gates?.custom ?? []).flatMap((check, index) =>
    isCheckAllowed(check, checkHosts)
      ? []
      : [
          {
            path: [...path, 'gates', 'custom', index, 'url'],
            message:
              'names a host that the portal does not ask for services: have it added to gitops.promotions.checkHosts, or the check to the config of the portal.',
          },
        ],
  );
  const kept = lockedKeys(policy, locked).map(keys => ({
    path: [...path, ...keys],
    message: 'may not be set here: the portal decides about it.',
  }));
  return [...kept, ...forbidden];
}

/** Checks of the portal's own config may ask anything. */
function withoutForbidden(options: {
  policy: EnvironmentPolicy;
  portal: EnvironmentPolicy;
  config: PipelineConfig;
}): EnvironmentPolicy {
  const { policy, portal, config } = options;
  const { custom } = policy.gates;
  if (custom === portal.gates.custom) return policy;
  const allowed = custom.filter((check: CheckPolicy) =>
    isCheckAllowed(check, config.promotions.checkHosts),
  );
  return { ...policy, gates: { ...policy.gates, custom: allowed } };
}

function promotedOf(file: AuthoredFile | undefined): {
  values: PromotedValues;
  mistakes: Mistake[];
} {
  const promote = file?.authored.promote;
  if (!file || !promote) {
    return {
      values: { chart: true, targetRevision: true, paths: [], directories: [] },
      mistakes: [],
    };
  }
  const mistakes: Mistake[] = [];
  const resolve = (path: string, place: PropertyKey[]) => {
    const resolved = fromRoot(path, posix.dirname(file.path));
    if (resolved !== undefined) return [resolved];
    mistakes.push({
      path: ['promote', ...place],
      message: 'leads out of the repository.',
    });
    return [];
  };
  const { images = false, chart = false, targetRevision = false } = promote;
  return {
    values: {
      ...(images !== true && { images: images || [] }),
      chart,
      targetRevision,
      paths: (promote.paths ?? []).flatMap((each, index) =>
        resolve(each.file, ['paths', index, 'file']).map(path => ({
          file: path,
          path: each.path,
        })),
      ),
      directories: (promote.directories ?? []).flatMap((each, index) =>
        resolve(each, ['directories', index]),
      ),
    },
    mistakes,
  };
}

function fromRoot(path: string, folder: string): string | undefined {
  const joined = path.startsWith('/')
    ? posix.normalize(path.slice(1))
    : posix.join(folder, path);
  const trimmed = joined.replace(/\/+$/, '');
  return trimmed === '..' || trimmed.startsWith('../') ? undefined : trimmed;
}
