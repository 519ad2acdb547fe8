import { FluxObjects } from './FluxObjects';
import { isReady } from './conditions';
import { HelmRelease } from './schema';

/** What a HelmRelease waits for, in Flux's words; undefined when everything that it depends on is ready. */
export function dependencyProblem(options: {
  objects: FluxObjects;
  kind: { apiVersion: string; kind: string };
  object: HelmRelease;
}): string | undefined {
  const { objects, kind, object } = options;
  for (const { name, namespace } of object.spec.dependsOn) {
    const ref = { name, namespace: namespace ?? object.metadata.namespace };
    const dependency = objects.get({ ...kind, ...ref });
    const id = `${ref.namespace}/${name}`;
    if (!dependency) return `dependency '${id}' not found`;
    if (!isReady(dependency)) return `dependency '${id}' is not ready`;
  }
  return undefined;
}
