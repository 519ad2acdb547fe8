import { ObjectRef } from './target';

/**
 * The id of the target that an engine's object defines: stable, readable and safe in a URL path segment
 * after `encodeURIComponent`. Names repeat across namespaces and clusters, so all of them are in it.
 *
 * @public
 */
export function targetIdOf(object: ObjectRef): string {
  const group = object.apiVersion.includes('/')
    ? object.apiVersion.slice(0, object.apiVersion.indexOf('/'))
    : 'core';
  return [
    object.cluster,
    group,
    object.kind.toLowerCase(),
    object.namespace || '_',
    object.name,
  ].join(':');
}
