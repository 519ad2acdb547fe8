import { KubeObject } from '../../contracts';
import { StatusCause } from '../StatusError';

/** A column of `kubectl get`. */
export interface ResourceColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  /** 0 is shown always, more only when wide output is asked for. */
  priority?: number;
  cell: (object: KubeObject, now: Date) => string | number | boolean | null;
}

/** What is checked about the objects of a kind before they are stored. */
export interface ObjectSchema {
  /** The OpenAPI v3 schema as published, for clients that ask for it. */
  readonly published: unknown;
  /** Drops fields that the schema does not know and fills in defaults. Returns the object to store, and what was dropped. */
  prune(object: KubeObject): { object: KubeObject; dropped: string[] };
  validate(object: KubeObject): StatusCause[];
}

/** A kind that a cluster serves, in one version. */
export interface ResourceKind {
  group: string;
  version: string;
  kind: string;
  listKind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  /** Defined by a CustomResourceDefinition. */
  custom: boolean;
  statusSubresource: boolean;
  scaleSubresource: boolean;
  /** What counts as a new generation: a change of spec, of all but status, of all but metadata; or there are no generations. */
  generation: 'spec' | 'all-but-status' | 'all-but-metadata' | 'never';
  columns: readonly ResourceColumn[];
  schema?: ObjectSchema;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(kind: { group: string; version: string }): string {
  return kind.group ? `${kind.group}/${kind.version}` : kind.version;
}

/** `deployments.apps`: the same for all versions of a kind, so what the store files objects under. */
export function resourceOf(kind: { group: string; plural: string }): string {
  return kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
}
