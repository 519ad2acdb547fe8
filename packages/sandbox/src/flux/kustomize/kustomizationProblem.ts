import { isReady } from '../conditions';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects } from '../FluxObjects';
import { Kustomization, kustomizationSchema } from '../schema';

const kind = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
};

/**
 * What a Kustomization waits for, in Flux's words; undefined when everything that it depends on is ready and at the
 * revision that they share. Throws FluxFailure when an expression of it can't be read. Expressions are not evaluated:
 * what they ask for is believed.
 */
export function kustomizationProblem(options: {
  objects: FluxObjects;
  kustomization: Kustomization;
  /** Of the source. */
  revision: string;
}): string | undefined {
  const { objects, kustomization, revision } = options;
  for (const { name, namespace, readyExpr } of kustomization.spec.dependsOn) {
    const ref = {
      name,
      namespace: namespace ?? kustomization.metadata.namespace,
    };
    const object = objects.get({ ...kind, ...ref });
    const id = `${ref.namespace}/${name}`;
    if (!object) {
      return `dependency '${id}' not found: kustomizations.kustomize.toolkit.fluxcd.io "${name}" not found`;
    }
    if (readyExpr !== undefined) {
      refuseUnreadable(readyExpr, name);
      continue;
    }
    const dependency = kustomizationSchema.parse(object);
    const { status, metadata } = dependency;
    if (
      !isReady(object) ||
      status?.observedGeneration !== metadata.generation
    ) {
      return `dependency '${id}' is not ready`;
    }
    const isShared = sourceOf(dependency) === sourceOf(kustomization);
    if (isShared && status.lastAppliedRevision !== revision) {
      return `dependency '${id}' revision is not up to date`;
    }
  }
  return undefined;
}

function sourceOf({ spec, metadata }: Kustomization): string {
  const { kind: of, namespace = metadata.namespace, name } = spec.sourceRef;
  return `${of}/${namespace}/${name}`;
}

/** A dot that no name follows is the mistake that is known here. */
function refuseUnreadable(expression: string, dependency: string): void {
  const found = /\.([^A-Za-z_])/.exec(expression);
  if (!found) return;
  const column = found.index + 2;
  const marker = `${'.'.repeat(column - 1)}^`;
  throw new FluxFailure(
    'InvalidCELExpression',
    `Reconciliation failed terminally due to configuration error: terminal error: failed to evaluate dependency ${dependency}: failed to parse the CEL expression '${expression}': ERROR: <input>:1:${column}: Syntax error: no viable alternative at input '.${found[1]}'\n | ${expression}\n | ${marker}`,
    { isTerminal: true },
  );
}
