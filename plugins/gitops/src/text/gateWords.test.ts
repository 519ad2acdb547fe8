import { aGate } from '../__testUtils__/aPromotion';
import {
  gateGroups,
  gateWord,
  laterPhases,
  opensByItself,
  waitsToOpen,
} from './gateWords';

const override = { by: 'user:default/jo', reason: 'r', at: '2025-01-01' };

describe('gateWords', () => {
  it('puts each gate once, where it is asked first', () => {
    const groups = gateGroups([
      aGate({ gate: 'checks', phases: ['merge'] }),
      aGate({ gate: 'windows', phases: ['finish', 'merge', 'open'] }),
      aGate({ gate: 'verified', phases: ['open'] }),
    ]);

    expect(
      groups.map(({ title, gates }) => [title, gates.map(({ gate }) => gate)]),
    ).toEqual([
      ['Before the pull request opens', ['windows', 'verified']],
      ['Before it is merged', ['checks']],
    ]);
    expect(laterPhases(groups[0].gates[0])).toBe(
      'Asked again before the merge and before success.',
    );
    expect(laterPhases(groups[1].gates[0])).toBe('');
  });

  it('never calls passed what a person let pass', () => {
    expect(gateWord(aGate({ status: 'failed' })).word).toBe('Failed');
    expect(gateWord(aGate({ status: 'waiting' })).word).toBe('Waiting');
    expect(gateWord(aGate({ status: 'passed' })).word).toBe('Passed');
    expect(
      gateWord(aGate({ status: 'failed', overridden: override })).word,
    ).toBe('Overridden');
    expect(
      gateWord(aGate({ status: 'passed', overridden: override })).word,
    ).toBe('Overridden');
  });

  it('waits to open for nothing but what holds up the opening', () => {
    expect(waitsToOpen([aGate({ status: 'waiting', phases: ['merge'] })])).toBe(
      false,
    );
    expect(waitsToOpen([aGate({ status: 'waiting' })])).toBe(true);
    expect(opensByItself([aGate({ status: 'waiting' })])).toBe(true);
    expect(
      opensByItself([
        aGate({ status: 'waiting' }),
        aGate({ gate: 'veto', status: 'failed' }),
      ]),
    ).toBe(false);
    expect(
      waitsToOpen([aGate({ status: 'waiting', overridden: override })]),
    ).toBe(false);
  });
});
