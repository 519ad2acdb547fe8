import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { Windows } from '@fairlead/backstage-plugin-gitops-common';
import { openingOf } from './windows/openingOf';
import { momentWords } from './words/timeWords';

/** It is a time at which versions may go on. */
export class WindowsGate implements Gate {
  static create(): WindowsGate {
    return new WindowsGate();
  }

  private constructor() {}

  applied(input: GateInput): AppliedGate[] {
    const { windows } = input.policy.gates;
    if (!windows) return [];
    return [
      {
        id: 'windows',
        title: 'Time window',
        phases: windows.phases,
        evaluate: async () => verdict(input, windows),
      },
    ];
  }
}

function verdict(
  { promotion, policy, now }: GateInput,
  windows: Windows,
): GateVerdict {
  if (promotion.kind === 'rollback' && !policy.rollback.gated) {
    return {
      status: 'passed',
      message: 'Rollbacks are not held up by time windows.',
    };
  }
  const { open, opensAt, denied, reason } = openingOf(windows, now);
  if (open) return { status: 'passed', message: 'It is an allowed time.' };
  const what = denied
    ? 'It is a denied time'
    : 'It is outside of the allowed times';
  const because = reason ? ` (${reason})` : '';
  return opensAt
    ? {
        status: 'waiting',
        message: `${what}${because}. The next allowed time begins ${momentWords(opensAt, windows.timeZone)}.`,
        until: opensAt.toISOString(),
      }
    : {
        status: 'failed',
        message: `${what}${because}, and no allowed time lies ahead.`,
      };
}
