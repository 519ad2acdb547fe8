import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';

type Fault = SourceProblem['fault'];

const faults: readonly Fault[] = [
  'cluster',
  'credentials',
  'network',
  'engine',
  'config',
];

/** The fault as it was stored. */
export function storedFault(stored: string | null): Fault {
  return faults.find(fault => fault === stored) ?? 'cluster';
}
