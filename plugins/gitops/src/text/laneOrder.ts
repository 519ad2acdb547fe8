import { Environment } from '@fairlead/backstage-plugin-gitops-common';

/**
 * The environments as columns of a lane: each as far to the right as the longest way to it, those at the same
 * distance (`prod-eu`, `prod-us`) in one column. Environments in a cycle, which the backend refuses, end up last
 * instead of nowhere.
 */
export function laneColumns<T>(
  items: readonly T[],
  environmentOf: (item: T) => Environment,
): T[][] {
  const placed = new Map<string, number>();
  let waiting = [...items];
  const names = new Set(items.map(item => environmentOf(item).name));
  const columns: T[][] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter(item =>
      environmentOf(item).after.every(
        name => !names.has(name) || placed.has(name),
      ),
    );
    const column = ready.length > 0 ? ready : waiting;
    for (const item of column) {
      placed.set(environmentOf(item).name, columns.length);
    }
    columns.push(column);
    waiting = waiting.filter(item => !column.includes(item));
  }
  return columns;
}
