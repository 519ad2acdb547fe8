import { FleetFilter } from '../../text/fleetFilter';

/** The filter that the address holds. */
export function fleetFilterOf(query: URLSearchParams): FleetFilter {
  return {
    text: query.get('q') ?? '',
    owner: query.get('owner') ?? '',
    system: query.get('system') ?? '',
    environment: query.get('environment') ?? '',
    health: query.get('health') ?? '',
    sync: query.get('sync') ?? '',
    onlyProblems: query.get('problems') === 'only',
  };
}
