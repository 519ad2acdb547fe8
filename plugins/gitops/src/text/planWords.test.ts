import { aGate, aPlan, aPlanResponse } from '../__testUtils__/aPromotion';
import { laneWords, submitAllowance, submitWord, wavesLine } from './planWords';

const plan = aPlan({
  service: 'orders',
  from: 'staging',
  to: 'prod-eu',
  fromVersion: '1',
  toVersion: '2',
});

describe('planWords', () => {
  it('is never held up by gates, only by the lane and the plan', () => {
    const allowed = (rest: Parameters<typeof aPlanResponse>[1]) =>
      submitAllowance(aPlanResponse(plan, rest)).allowed;

    expect(allowed({})).toBe(true);
    expect(
      allowed({ gates: [aGate({ status: 'failed' }), aGate({ gate: 'x' })] }),
    ).toBe(true);
    expect(
      (['free', 'same', 'supersede', 'queue', 'reject'] as const).filter(lane =>
        allowed({ lane }),
      ),
    ).toEqual(['free', 'supersede', 'queue']);
    expect(allowed({ plan: { ...plan, edits: [] } })).toBe(false);
    expect(
      allowed({
        plan: { ...plan, blockers: [{ code: 'anchor', message: 'm' }] },
      }),
    ).toBe(false);
  });

  it('says why it is held up, always', () => {
    for (const lane of ['same', 'reject'] as const) {
      expect(submitAllowance(aPlanResponse(plan, { lane })).why).toBe(
        laneWords(lane)?.detail,
      );
    }
  });

  it('names on the button what will happen first', () => {
    const waiting = [aGate({ status: 'waiting' })];
    const word = (
      lane: 'free' | 'queue',
      gates: typeof waiting,
      isRollback = false,
    ) => submitWord({ answer: { lane, gates }, isRollback });

    expect(word('free', [])).toBe('Open pull request');
    expect(word('free', waiting)).toBe('Promote when gates pass');
    expect(word('free', waiting, true)).toBe('Roll back when gates pass');
    expect(word('free', [], true)).toBe('Open rollback pull request');
    expect(word('queue', waiting)).toBe('Join the queue');
  });

  it('counts waves', () => {
    expect(wavesLine([])).toBe('');
    expect(wavesLine([{ targets: 3 }])).toBe('1 pull request: 3 targets');
    expect(wavesLine([{ targets: 50 }, { targets: 1500 }])).toBe(
      '2 pull requests, one after the other: 50, 1,500 targets',
    );
  });
});
