import {
  gatesInTheWay,
  GateStatus,
} from '@fairlead/backstage-plugin-gitops-common';

const longest = 140;

/** What the commit status of a pull request says of the gates before the merge. Forges take 140 characters. */
export function gatesSummary(gates: readonly GateStatus[]): {
  state: 'pending' | 'success' | 'failure';
  description: string;
} {
  const inTheWay = gatesInTheWay(gates, 'merge');
  const failed = inTheWay.filter(({ status }) => status === 'failed');
  const [first] = failed.length > 0 ? failed : inTheWay;
  if (!first) {
    const overridden = gates.filter(
      gate => gate.overridden && gate.phases.includes('merge'),
    );
    return {
      state: 'success',
      description: shortened(
        overridden.length > 0
          ? `All gates pass, overridden: ${titles(overridden)}`
          : 'All gates pass',
      ),
    };
  }
  return {
    state: failed.length > 0 ? 'failure' : 'pending',
    description: shortened(
      inTheWay.length > 1
        ? `${titles([first, ...inTheWay.filter(gate => gate !== first)])}: ${first.message}`
        : `${first.title}: ${first.message}`,
    ),
  };
}

function titles(gates: readonly GateStatus[]): string {
  return gates.map(({ title }) => title).join(', ');
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters.slice(0, longest - 1).join('')}…`;
}
