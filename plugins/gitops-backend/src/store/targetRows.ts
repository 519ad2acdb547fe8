import { createHash } from 'node:crypto';
import {
  fairleadAnnotations,
  TargetStatus,
  targetStatusSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { storedFault } from './storedFault';
import { TargetSourceKey } from './TargetSourcesStore';

/**
 * Raise it when the meaning of a stored status changes. Rows of another format are still read as far as they fit,
 * so that an upgrade blanks no page, and are written anew when their cluster is read the next time.
 */
const format = 1;

/** A row of the table `targets`. */
export interface TargetRow {
  id: string;
  cluster: string;
  resource: string;
  engine: string;
  kind: string;
  namespace: string;
  name: string;
  environment: string | null;
  destination: string | null;
  entity_ref: string | null;
  status: string;
  format: number;
  content_hash: string;
  labels_hash: string;
  reconciled_at: string | null;
  updated_at: string;
}

/** What is read with a row about the source it came from. */
export interface SourceColumns {
  state: string | null;
  since: string | null;
  message: string | null;
  fault: string | null;
  confirmed_at: string | null;
}

/** The row for a status. */
export function rowOf(target: {
  id: string;
  source: TargetSourceKey;
  status: TargetStatus;
  environment?: string;
  destination?: string;
  now: string;
}): TargetRow {
  const { id, source, status, environment, destination, now } = target;
  const { reconciledAt, ...content } = status;
  const { object, annotations, labels } = status;
  return {
    id,
    cluster: source.cluster,
    resource: source.resource,
    engine: status.engine,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    environment: environment ?? null,
    destination: destination ?? null,
    entity_ref:
      annotations[fairleadAnnotations.entityRef]?.toLowerCase() ?? null,
    status: JSON.stringify(status),
    format,
    // Engines compare with Git every few minutes and note only the time: nothing that a page has to be told.
    content_hash: hashOf(content),
    labels_hash: hashOf(labels),
    reconciled_at: reconciledAt ?? null,
    updated_at: now,
  };
}

/** The status of a row; undefined when an older version of this plugin wrote something that no longer fits. */
export function statusOf(
  row: Pick<TargetRow, 'status' | 'format'>,
): TargetStatus | undefined {
  const stored: unknown = JSON.parse(row.status);
  if (isOfThisFormat(stored, row.format)) return stored;
  return targetStatusSchema.safeParse(stored).data;
}

/** The target of a row; undefined as for {@link statusOf}. */
export function storedTargetOf(
  row: TargetRow & SourceColumns,
): StoredTarget | undefined {
  const status = statusOf(row);
  if (!status) return undefined;
  const confirmed = row.state === 'reading' ? row.confirmed_at : null;
  return {
    id: row.id,
    ...(row.environment && { environment: row.environment }),
    status,
    updatedAt:
      confirmed && confirmed > row.updated_at ? confirmed : row.updated_at,
    ...(row.state === 'failing' && {
      unreachable: {
        since: row.since ?? row.updated_at,
        message: row.message ?? '',
        fault: storedFault(row.fault),
      },
    }),
  };
}

// A status of this format was checked by an engine's mapping when it was written; thousands are read for one page.
function isOfThisFormat(
  _stored: unknown,
  storedFormat: number,
): _stored is TargetStatus {
  return storedFormat === format;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
