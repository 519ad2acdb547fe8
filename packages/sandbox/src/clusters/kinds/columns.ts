import { KubeObject } from '../../contracts';
import { humanDuration } from './humanDuration';
import { readJsonPath } from './jsonPath';
import { ResourceColumn } from './ResourceKind';

function age(timestamp: unknown, now: Date): string {
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return Number.isNaN(time) ? '<unknown>' : humanDuration(now.getTime() - time);
}

/** The name column that every table starts with. */
export const nameColumn: ResourceColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: object => object.metadata.name,
};

/** How long ago the object was created. */
export const ageColumn: ResourceColumn = {
  name: 'Age',
  type: 'string',
  cell: (object, now) => age(object.metadata.creationTimestamp, now),
};

/** A column that shows what a JSONPath leads to. */
export function pathColumn(options: {
  name: string;
  path: string;
  type?: string;
  format?: string;
  description?: string;
  priority?: number;
  /** Shown where the path leads nowhere. */
  otherwise?: string;
}): ResourceColumn {
  const { path, otherwise, type = 'string', ...rest } = options;
  return {
    ...rest,
    type: type === 'date' ? 'string' : type,
    cell: (object, now) => {
      const [value] = readJsonPath(object, path);
      if (value === undefined || value === null) return otherwise ?? null;
      if (type === 'date') return age(value, now);
      if (typeof value === 'number' || typeof value === 'boolean') return value;
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
  };
}

/** A column that shows a text made from what several JSONPaths lead to. */
export function textColumn(options: {
  name: string;
  priority?: number;
  text: (read: (path: string) => unknown[], object: KubeObject) => string;
}): ResourceColumn {
  return {
    name: options.name,
    type: 'string',
    priority: options.priority,
    cell: object => options.text(path => readJsonPath(object, path), object),
  };
}
