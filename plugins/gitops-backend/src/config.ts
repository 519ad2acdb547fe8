import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Environment } from '@fairlead/backstage-plugin-gitops-common';
import { ClusterConfig, readClusters } from './config/clusters';
import {
  EnvironmentPolicyConfig,
  readEnvironments,
} from './config/environments';
import { EnvironmentRule } from './config/environmentRules';
import { ForgesConfig, readForges } from './config/forges';
import { readKubernetesClusters } from './config/kubernetesClusters';
import { unknownKey } from './config/mistakes';
import { PromotionsConfig, readPromotions } from './config/promotions';

/** What `gitops:` in the portal's config says, with defaults filled in. */
export interface GitopsConfig {
  environments: Environment[];
  /** In the order in which they are tried. */
  environmentRules: EnvironmentRule[];
  /** How each environment is promoted to, over `promotions.policy`. By name. */
  environmentPolicies: Record<string, EnvironmentPolicyConfig>;
  clusters: ClusterConfig[];
  forges: ForgesConfig;
  promotions: PromotionsConfig;
  /** What is no mistake, but should be read in the log: one sentence each. */
  notes: string[];
}

const sections = ['environments', 'clusters', 'promotions', 'forges'];

/** Throws InputError with one sentence that names the key and the remedy when the config has a mistake. */
export function readGitopsConfig(config: Config): GitopsConfig {
  const unknown = config
    .getOptionalConfig('gitops')
    ?.keys()
    .find(key => !sections.includes(key));
  if (unknown) {
    throw new InputError(`gitops ${unknownKey(unknown, sections)}`);
  }
  const { environments, rules, policies } = readEnvironments(config);
  const { clusters, notes } = clustersOf(config);
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(
      `Two clusters are named "${twice}": give each cluster a name of its own.`,
    );
  }
  return {
    environments,
    environmentRules: rules,
    environmentPolicies: policies,
    clusters,
    forges: readForges(config),
    promotions: readPromotions(config),
    notes,
  };
}

function clustersOf(config: Config) {
  const own = readClusters(config);
  if (own) return { clusters: own, notes: [] };
  const { clusters, notes } = readKubernetesClusters(config);
  if (clusters.length === 0) {
    notes.push(
      'No clusters are configured, so no targets will be shown: list them under gitops.clusters, or under kubernetes.clusterLocatorMethods with the type "config".',
    );
  }
  return { clusters, notes };
}
