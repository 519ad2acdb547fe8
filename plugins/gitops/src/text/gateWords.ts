import {
  GatePhase,
  gatesInTheWay,
  GateStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { enumerate } from './enumerate';
import { Tone } from './promotionWords';

/** The gates that are asked first in one phase. */
export interface GateGroup {
  phase: GatePhase;
  title: string;
  gates: GateStatus[];
}

const phases: Array<{ phase: GatePhase; title: string; again: string }> = [
  {
    phase: 'open',
    title: 'Before the pull request opens',
    again: 'before it opens',
  },
  { phase: 'merge', title: 'Before it is merged', again: 'before the merge' },
  {
    phase: 'finish',
    title: 'Before it has succeeded',
    again: 'before success',
  },
];

/** The gates by the phase that they hold up first. Phases without gates are left out. */
export function gateGroups(gates: readonly GateStatus[]): GateGroup[] {
  return phases
    .map(({ phase, title }) => ({
      phase,
      title,
      gates: gates.filter(gate => firstPhase(gate) === phase),
    }))
    .filter(group => group.gates.length > 0);
}

/** `Asked again before the merge`, where a gate holds up more than one phase. */
export function laterPhases(gate: GateStatus): string {
  const later = phases
    .filter(({ phase }) => gate.phases.includes(phase))
    .slice(1)
    .map(({ again }) => again);
  return later.length > 0 ? `Asked again ${enumerate(later)}.` : '';
}

/** How a gate stands, in one word. What a person let pass keeps its own. */
export function gateWord(gate: GateStatus): { word: string; tone: Tone } {
  if (gate.overridden) return { word: 'Overridden', tone: 'warning' };
  switch (gate.status) {
    case 'passed':
      return { word: 'Passed', tone: 'positive' };
    case 'failed':
      return { word: 'Failed', tone: 'negative' };
    default:
      return { word: 'Waiting', tone: 'active' };
  }
}

/** Whether the pull request does not open at once. */
export function waitsToOpen(gates: readonly GateStatus[]): boolean {
  return gatesInTheWay(gates, 'open').length > 0;
}

/** Whether it opens by itself in time: what waits may pass, and nothing has failed. */
export function opensByItself(gates: readonly GateStatus[]): boolean {
  const inTheWay = gatesInTheWay(gates, 'open');
  return (
    inTheWay.length > 0 && inTheWay.every(({ status }) => status === 'waiting')
  );
}

function firstPhase(gate: GateStatus): GatePhase | undefined {
  return phases.find(({ phase }) => gate.phases.includes(phase))?.phase;
}
