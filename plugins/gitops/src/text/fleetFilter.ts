import { FleetCell, FleetRow } from '@fairlead/backstage-plugin-gitops-common';

/** What part of the fleet is shown. Empty strings mean "any". */
export interface FleetFilter {
  text: string;
  owner: string;
  system: string;
  environment: string;
  health: string;
  sync: string;
  onlyProblems: boolean;
}

/** Whether something in this cell needs a person to look. */
export function hasProblem(cell: FleetCell): boolean {
  return urgency(cell) >= 3;
}

/**
 * The services to be shown. Conditions on status have to hold in one and the same environment: "degraded in
 * prod-eu" is no service that is degraded in dev and deployed to prod-eu.
 */
export function filterFleet(
  rows: readonly FleetRow[],
  filter: FleetFilter,
): FleetRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const asksForStatus =
    filter.environment || filter.health || filter.sync || filter.onlyProblems;
  return rows.filter(
    row =>
      (!filter.owner || row.owner === filter.owner) &&
      (!filter.system || row.system === filter.system) &&
      words.every(word => searchText(row).includes(word)) &&
      (!asksForStatus || row.cells.some(cell => matches(cell, filter))),
  );
}

function matches(cell: FleetCell, filter: FleetFilter): boolean {
  return (
    (!filter.environment || cell.environment === filter.environment) &&
    (!filter.health || cell.health === filter.health) &&
    (!filter.sync || cell.sync === filter.sync) &&
    (!filter.onlyProblems || hasProblem(cell))
  );
}

function searchText(row: FleetRow): string {
  return [
    row.title,
    row.entityRef,
    row.owner,
    row.system,
    ...row.cells.flatMap(cell => cell.versions),
  ]
    .join(' ')
    .toLowerCase();
}

/** The most urgent first, then by title. */
export function byUrgency(a: FleetRow, b: FleetRow): number {
  return rowUrgency(b) - rowUrgency(a) || a.title.localeCompare(b.title);
}

function rowUrgency(row: FleetRow): number {
  return Math.max(0, ...row.cells.map(urgency));
}

const healthUrgency: Record<string, number> = {
  Degraded: 7,
  Missing: 5,
  Unknown: 3,
  Progressing: 2,
  Suspended: 1,
};

function urgency(cell: FleetCell): number {
  return Math.max(
    healthUrgency[cell.health] ?? 0,
    cell.unreachable ? 6 : 0,
    cell.sync === 'OutOfSync' ? 4 : 0,
    cell.sync === 'Unknown' ? 3 : 0,
    cell.behind ? 1 : 0,
  );
}
