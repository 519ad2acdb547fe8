import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { adoptedAnnotations } from '@fairlead/backstage-plugin-gitops-common';
import { TargetCondition } from '../targets/StoredTarget';
import { parseLabelSelector } from './labelSelector';

/** Which targets an entity's annotations name. */
export interface EntityTargets {
  conditions: TargetCondition[];
  /** Only targets that deploy into this namespace; from `backstage.io/kubernetes-namespace`. */
  destinationNamespace?: string;
  /** Only targets read from these clusters; from `argocd/instance-name`. */
  clusters?: string[];
  /** What can't be understood, with the remedy, in the user's words. */
  problems: string[];
  /** False when no annotation says anything about targets. */
  annotated: boolean;
}

/**
 * Reads the annotations that people already have for other plugins.
 *
 * @remarks
 * A target that names the entity itself (`fairlead/entity-ref`) always counts, whatever the annotations say.
 * Names and selectors are alternatives; `argocd/app-namespace` and `argocd/instance-name` narrow the Argo CD
 * ones, `backstage.io/kubernetes-namespace` the Kubernetes ones.
 */
export function entityTargets(
  entity: Entity,
  options: { clusters: readonly string[] },
): EntityTargets {
  const annotation = (key: string) =>
    entity.metadata.annotations?.[key]?.trim() || undefined;
  const problems: string[] = [];
  const conditions: TargetCondition[] = [
    { entityRef: stringifyEntityRef(entity) },
  ];

  const appNamespace = annotation(adoptedAnnotations.argocdAppNamespace);
  const inNamespace = appNamespace ? { namespace: appNamespace } : {};
  for (const name of listOf(annotation(adoptedAnnotations.argocdAppName))) {
    const [namespace, qualified] = name.split('/');
    conditions.push(
      qualified ? { namespace, name: qualified } : { ...inNamespace, name },
    );
  }
  addSelector(adoptedAnnotations.argocdAppSelector, inNamespace);

  // A selector wins over the id, as in Backstage's Kubernetes plugin.
  const kubernetesSelector = adoptedAnnotations.kubernetesLabelSelector;
  const kubernetesId = annotation(adoptedAnnotations.kubernetesId);
  if (annotation(kubernetesSelector)) {
    addSelector(kubernetesSelector, {});
  } else if (kubernetesId) {
    conditions.push({
      labels: { [adoptedAnnotations.kubernetesId]: kubernetesId },
    });
  }

  const usesArgocd = Boolean(
    annotation(adoptedAnnotations.argocdAppName) ||
    annotation(adoptedAnnotations.argocdAppSelector),
  );
  const destinationNamespace = usesArgocd
    ? undefined
    : annotation(adoptedAnnotations.kubernetesNamespace);
  const clusters = clustersOf(
    annotation(adoptedAnnotations.argocdInstanceName),
  );
  return {
    conditions,
    ...(destinationNamespace && { destinationNamespace }),
    ...(clusters && { clusters }),
    problems,
    annotated:
      usesArgocd || Boolean(kubernetesId || annotation(kubernetesSelector)),
  };

  function addSelector(key: string, rest: { namespace?: string }) {
    const selector = annotation(key);
    if (!selector) return;
    const parsed = parseLabelSelector(selector);
    if ('problem' in parsed) {
      problems.push(
        `The annotation ${key} can't be read: ${parsed.problem}. Write it as key=value, several separated by commas.`,
      );
      return;
    }
    for (const labels of parsed.alternatives) {
      conditions.push({ ...rest, labels });
    }
  }

  function clustersOf(instances: string | undefined) {
    const wanted = listOf(instances);
    const known = wanted.filter(name => options.clusters.includes(name));
    return known.length > 0 && known.length === wanted.length
      ? known
      : undefined;
  }
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
}
