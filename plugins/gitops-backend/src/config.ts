import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Environment } from '@fairlead/backstage-plugin-gitops-common';
import { ClusterConfig, readClusters } from './config/clusters';
import { readEnvironments } from './config/environments';
import { EnvironmentRule } from './config/environmentRules';
import { readKubernetesClusters } from './config/kubernetesClusters';
import { PromotionsConfig, readPromotions } from './config/promotions';

/** What `gitops:` in the portal's config says, with defaults filled in. */
export interface GitopsConfig {
  environments: Environment[];
  /** In the order in which they are tried. */
  environmentRules: EnvironmentRule[];
  clusters: ClusterConfig[];
  promotions: PromotionsConfig;
  /** What is no mistake, but should be read in the log: one sentence each. */
  notes: string[];
}

const sections = ['environments', 'clusters', 'promotions'];

/** Throws InputError with one sentence that names the key and the remedy when the config has a mistake. */
export function readGitopsConfig(config: Config): GitopsConfig {
  const unknown = config
    .getOptionalConfig('gitops')
    ?.keys()
    .find(key => !sections.includes(key));
  if (unknown) {
    throw new InputError(
      `gitops has the unknown key "${unknown}": remove it, or write one of ${sections.join(', ')}.`,
    );
  }
  const { environments, rules } = readEnvironments(config);
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
    clusters,
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
