import { KubeObject } from '../../contracts';
import { textAt } from '../../json';
import { Application, Destination } from '../Application';
import { groupVersionOf, isClusterScoped } from '../objects';

const annotation = 'argocd.argoproj.io/tracking-id';

/** The name by which an Application is known to the objects that it manages. */
export function instanceOf(application: Application): string {
  const { name, namespace } = application.metadata;
  return namespace === 'argocd' ? name : `${namespace}_${name}`;
}

/** The object as it is applied: in its namespace, and marked with the Application that manages it. */
export function tracked(options: {
  object: KubeObject;
  instance: string;
  destination: Destination;
}): KubeObject {
  const { object, instance, destination } = options;
  const namespace = isClusterScoped(object)
    ? undefined
    : object.metadata.namespace || destination.namespace || 'default';
  const { group } = groupVersionOf(object);
  const id = `${instance}:${group}/${object.kind}:${namespace ?? ''}/${object.metadata.name}`;
  const { namespace: _, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(namespace && { namespace }),
      annotations: { ...object.metadata.annotations, [annotation]: id },
    },
  };
}

/** The Application that manages an object; undefined when none does. */
export function managerOf(object: KubeObject): string | undefined {
  const id = textAt(object, 'metadata', 'annotations', annotation);
  return id?.slice(0, id.indexOf(':'));
}
