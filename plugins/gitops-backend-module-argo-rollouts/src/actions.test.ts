import { RolloutActionId } from '@fairlead/backstage-plugin-gitops-common';
import {
  blueGreen,
  canary,
  givenUp,
  mapped,
  promoted,
  working,
} from './__testUtils__/rollouts';
import { prepareRolloutAction } from './actions';

const now = new Date('2026-10-02T09:00:00.123Z');
const metadata = { resourceVersion: '4711' };

const bodiesOf = (action: RolloutActionId, object: unknown) =>
  prepareRolloutAction(action, { object, now }).map(
    ({ subresource = 'main', body }) => [subresource, body],
  );
const whyNot = (action: RolloutActionId, object: unknown) =>
  mapped(object).actions.find(each => each.action === action)?.why;

const cleared = [
  'status',
  { metadata, status: { pauseConditions: null } },
] as const;
const unpaused = ['main', { spec: { paused: false } }];
const inconclusive = (currentStepIndex: number, more: object = {}) =>
  canary({
    status: {
      currentStepIndex,
      pauseConditions: [
        {
          reason: 'InconclusiveAnalysisRun',
          startTime: '2026-10-02T08:30:00Z',
        },
      ],
      ...more,
    },
  });

describe('promote', () => {
  it('ends a pause without leaving a step out', () => {
    expect(bodiesOf('promote', canary())).toEqual([cleared]);
    expect(bodiesOf('promote', blueGreen())).toEqual([
      [
        'status',
        {
          metadata: { resourceVersion: '815' },
          status: { pauseConditions: null },
        },
      ],
    ]);
  });

  it('ends also what a person has paused', () => {
    expect(bodiesOf('promote', canary({ spec: { paused: true } }))).toEqual([
      cleared,
      unpaused,
    ]);
  });

  it('passes an analysis or an experiment that runs', () => {
    for (const index of [2, 5]) {
      const object = canary({
        status: { ...working, currentStepIndex: index },
      });
      expect(bodiesOf('promote', object)).toEqual([
        [
          'status',
          {
            metadata,
            status: { pauseConditions: null, currentStepIndex: index + 1 },
          },
        ],
      ]);
    }
  });

  it('passes an analysis step that could not tell', () => {
    const object = inconclusive(2, {
      canary: { currentStepAnalysisRunStatus: { status: 'Inconclusive' } },
    });
    expect(bodiesOf('promote', object)).toEqual([
      [
        'status',
        {
          metadata,
          status: {
            pauseConditions: null,
            controllerPause: false,
            currentStepIndex: 3,
          },
        },
      ],
    ]);
  });

  it('leaves no step out when an analysis in the background could not tell', () => {
    for (const index of [1, 2, 3]) {
      expect(bodiesOf('promote', inconclusive(index))).toEqual([cleared]);
    }
  });

  it.each([
    [
      'the controller works',
      { status: { ...working, currentStepIndex: 3 } },
      /step 4 of 8/,
    ],
    [
      'all steps are done',
      { status: { ...working, currentStepIndex: 8 } },
      /no step left/,
    ],
    [
      'only a person has paused it',
      { spec: { paused: true }, status: { ...working, currentStepIndex: 3 } },
      /Resume/,
    ],
    ['nothing comes in', { status: promoted }, /No new version/],
    ['it is aborted', { status: givenUp }, /aborted/],
    ['it was told so', { status: { pauseConditions: [] } }, /told to go on/],
    [
      'the controller has not looked',
      { metadata: { ...metadata, generation: 8 } },
      /not looked/,
    ],
    [
      'the first version comes in',
      { status: { stableRS: '' } },
      /first version/,
    ],
    [
      'the spec is not valid',
      { status: { conditions: [{ type: 'InvalidSpec', status: 'True' }] } },
      /not valid/,
    ],
  ])('is not possible when %s', (_, changes, why) => {
    const object = canary(changes);
    expect(whyNot('promote', object)).toMatch(why);
    expect(() => bodiesOf('promote', object)).toThrow(why);
  });

  it('is not possible for a switch that waits for an analysis', () => {
    expect(whyNot('promote', blueGreen({ status: working }))).toMatch(
      /Promote it to the end/,
    );
  });
});

describe('promote to the end', () => {
  it('is possible while a version comes in, and once', () => {
    const told = ['status', { status: { promoteFull: true } }];
    expect(bodiesOf('promote-full', canary())).toEqual([told]);
    expect(
      bodiesOf('promote-full', canary({ spec: { paused: true } })),
    ).toEqual([told, unpaused]);
    expect(whyNot('promote-full', canary({ status: promoted }))).toMatch(
      /No new version/,
    );
    expect(
      whyNot('promote-full', canary({ status: { promoteFull: true } })),
    ).toMatch(/told/);
  });
});

describe('pause and resume', () => {
  it('change what is declared, and only that', () => {
    const paused = canary({ spec: { paused: true }, status: promoted });
    const going = canary({ status: promoted });
    expect(bodiesOf('pause', going)).toEqual([
      ['main', { spec: { paused: true } }],
    ]);
    expect(bodiesOf('resume', paused)).toEqual([unpaused]);
    expect(whyNot('pause', paused)).toBe('It is paused.');
    expect(whyNot('pause', canary({ status: givenUp }))).toMatch(/aborted/);
    expect(whyNot('resume', going)).toBe('It is not paused.');
    expect(whyNot('resume', canary())).toMatch(/Promote it/);
  });
});

describe('abort and retry', () => {
  it('go back, and begin again', () => {
    expect(bodiesOf('abort', canary())).toEqual([
      ['status', { status: { abort: true } }],
    ]);
    expect(bodiesOf('retry', canary({ status: givenUp }))).toEqual([
      ['status', { status: { abort: false } }],
    ]);
    expect(whyNot('abort', canary({ status: givenUp }))).toMatch(/aborted/);
    expect(whyNot('abort', canary({ status: promoted }))).toMatch(/No new/);
    expect(whyNot('abort', canary({ status: { stableRS: '' } }))).toMatch(
      /first version/,
    );
    expect(whyNot('retry', canary())).toBe('It is not aborted.');
  });
});

describe('restart', () => {
  it('asks for new pods from now on, once', () => {
    expect(bodiesOf('restart', canary({ status: promoted }))).toEqual([
      ['main', { spec: { restartAt: '2026-10-02T09:00:00Z' } }],
    ]);
    const asked = canary({ spec: { restartAt: '2026-10-02T09:00:00Z' } });
    expect(whyNot('restart', asked)).toMatch(/being restarted/);
  });
});
