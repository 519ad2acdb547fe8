import {
  isUnderWay,
  RolloutStatus,
  RolloutStep,
} from '@fairlead/backstage-plugin-gitops-common';

/** What the parts of a status say of one another, whatever the object was. */
export function expectConsistent(status: RolloutStatus): void {
  const { state, pause, aborted, candidate, message } = status;
  expect(aborted !== undefined).toBe(state === 'aborted');
  expect(pause !== undefined).toBe(state === 'paused' || state === 'waiting');
  if (state === 'waiting') expect(pause).not.toHaveProperty('until');
  if (state === 'stable') expect(candidate).toBeUndefined();
  if (isUnderWay(status)) expect(candidate ?? message).toBeTruthy();
  if (state === 'degraded') expect(message).toBeTruthy();
  expectSteps(status);
  expectActions(status);
  expectAnalyses(status);
}

function expectSteps({ steps, step }: RolloutStatus) {
  const states = steps.map(each => each.state);
  if (!step) {
    expect(states).not.toContain('current');
    return;
  }
  const { index, total } = step;
  expect(total).toBe(steps.length);
  expect(index).toBeGreaterThanOrEqual(0);
  expect(index).toBeLessThanOrEqual(total);
  expect(states).toEqual(
    steps.map((_, at): RolloutStep['state'] => {
      if (at === index) return 'current';
      return at < index ? 'done' : 'upcoming';
    }),
  );
}

function expectActions({ actions }: RolloutStatus) {
  const ids = actions.map(each => each.action);
  expect(new Set(ids).size).toBe(ids.length);
  for (const each of actions) expect(each.why).not.toBe('');
}

function expectAnalyses({ analyses }: RolloutStatus) {
  const names = analyses.map(({ name, type }) => `${type} ${name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { measurements } of analyses.flatMap(each => each.metrics)) {
    expect(measurements.length).toBeLessThanOrEqual(10);
  }
}
