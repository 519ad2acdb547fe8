import fc from 'fast-check';
import { versionLabel } from '@fairlead/backstage-plugin-gitops-common';
import { rolloutStatus } from '../targets/__testUtils__/rolloutStatus';
import { StoredTarget } from '../targets/StoredTarget';
import { at, entityRef, running } from './__testUtils__/lane';
import { LaneState } from './Lane';
import { nextDeployments } from './nextDeployments';

const settleMs = 30_000;
const hour = 3600;
const envoy = 'docker.io/envoyproxy/envoy:1.30';

/** A lane that is looked at again and again, as the store would keep it. */
class LaneStory {
  readonly log: string[] = [];
  state: LaneState = {};
  lookAgainAt: Date | undefined;

  look(seconds: number, targets: StoredTarget[]): string[] {
    const now = at(seconds);
    const step = nextDeployments({
      current: this.state,
      targets,
      now,
      settleMs,
    });
    const { begins, clock, verifiedAt, lookAgainAt } = step;
    const before = this.log.length;
    this.lookAgainAt = lookAgainAt;
    if (begins) {
      this.state.running = {
        ...begins,
        id: String(seconds),
        entityRef,
        environment: 'prod',
        versionKey: '',
      };
      this.log.push(`${versionLabel(begins.version)} live`);
    }
    if (verifiedAt && this.state.running) {
      this.state.running = { ...this.state.running, verifiedAt };
      this.log.push('verified');
    }
    this.state = {
      ...this.state,
      clock: verifiedAt ? undefined : clock,
    };
    return this.log.slice(before);
  }
}

describe('what a look at a lane leads to', () => {
  it('writes down what runs, and verifies it after the settle time', () => {
    const story = new LaneStory();
    expect(story.look(0, [running(['1.4.2'])])).toEqual(['1.4.2 live']);
    expect(story.lookAgainAt).toEqual(at(30));
    expect(story.look(29, [running(['1.4.2'])])).toEqual([]);
    expect(story.look(30, [running(['1.4.2'])])).toEqual(['verified']);
    expect(story.state.running).toMatchObject({
      startedAt: at(0).toISOString(),
      verifiedAt: at(30).toISOString(),
      revisions: ['a'.repeat(40)],
    });
    expect(story.look(1000, [running(['1.4.2'])])).toEqual([]);
    expect(story.state.clock).toBeUndefined();
  });

  it('takes the start of what runs already from the engine, and from nobody else', () => {
    const history = [
      { id: '7', revisions: [], deployedAt: at(-5000).toISOString() },
    ];
    const since = at(-4000).toISOString();
    const start = (status: Partial<StoredTarget['status']>) => {
      const story = new LaneStory();
      story.look(0, [
        running(['1'], { status }),
        running(['1'], {
          name: 'other',
          status: {
            history: [{ ...history[0], deployedAt: at(-4500).toISOString() }],
          },
        }),
      ]);
      return story.state.running?.startedAt;
    };
    expect(start({ history })).toBe(at(-4500).toISOString());
    expect(start({ history, health: { status: 'Healthy', since } })).toBe(
      since,
    );
    expect(start({})).toBe(at(0).toISOString());
    expect(start({ history, sync: { status: 'OutOfSync' } })).toBe(
      at(0).toISOString(),
    );
  });

  it('lets a rollout end what ran only when all targets run the new version', () => {
    const story = new LaneStory();
    const both = (a: string[], b: string[]) => [
      running(a, { name: 'eu' }),
      running(b, { name: 'us' }),
    ];
    story.look(0, both(['1.4.2'], ['1.4.2']));
    for (const [a, b] of [
      [['1.4.2', '1.5.0'], ['1.4.2']],
      [['1.5.0'], ['1.4.2']],
      [['1.5.0'], ['1.4.2', '1.5.0']],
    ]) {
      expect(story.look(100, both(a, b))).toEqual([]);
    }
    expect(story.look(200, both(['1.5.0'], ['1.5.0']))).toEqual(['1.5.0 live']);
    expect(story.look(230, both(['1.5.0'], ['1.5.0']))).toEqual(['verified']);
  });

  it('never takes targets that disagree for a version, however long they do', () => {
    const story = new LaneStory();
    story.look(0, [running(['1']), running(['1'], { name: 'us' })]);
    const wave = [running(['2']), running(['1'], { name: 'us' })];
    story.look(100, wave);
    expect(story.look(100 * hour, wave)).toEqual([]);
    expect(new LaneStory().look(0, wave)).toEqual([]);
  });

  it('waits for the rest while a part has changed, unless that lasts', () => {
    const parts = (tag: string, health: 'Healthy' | 'Progressing') => [
      running([tag, envoy], { health }),
    ];
    const story = new LaneStory();
    story.look(0, parts('1', 'Healthy'));
    expect(story.look(10, parts('2', 'Progressing'))).toEqual([]);
    expect(story.look(20, parts('2', 'Healthy'))).toEqual([
      expect.stringMatching(/orders 2.* live/),
    ]);
    expect(story.look(30, parts('3', 'Progressing'))).toEqual([]);
    expect(story.look(29 + hour, parts('3', 'Progressing'))).toEqual([]);
    expect(story.look(30 + hour, parts('3', 'Progressing'))).toHaveLength(1);

    // Nothing else can follow where all has changed.
    expect(
      story.look(40 + hour, [running(['4'], { health: 'Progressing' })]),
    ).toEqual(['4 live']);
  });

  it('takes two versions side by side for what is meant when nothing has moved for long', () => {
    const story = new LaneStory();
    const mixed = [running(['1', 'job-7'])];
    expect(story.look(0, mixed)).toEqual([]);
    expect(story.look(hour - 1, mixed)).toEqual([]);
    expect(story.look(hour, mixed)).toEqual(['1, job-7 live', 'verified']);
    expect(story.look(hour + 1, [running(['2', 'job-7'])])).toEqual([
      '2, job-7 live',
    ]);
    // A canary that waits is not healthy for its engine.
    const paused = [running(['2', '3', 'job-7'], { health: 'Suspended' })];
    story.look(hour + 2, paused);
    expect(story.look(100 * hour, paused)).toEqual([]);
  });

  it.each<[string, StoredTarget[]]>([
    ['unreachable', [running(['1'], { unreachable: true })]],
    [
      'stale',
      [running(['1'], { status: { stale: 'the controller is down' } })],
    ],
    ['being deleted', [running(['1'], { status: { deletingSince: '2026' } })]],
    ['gone', []],
    ['scaled to zero', [running([])]],
    ['degraded', [running(['1'], { health: 'Degraded' })]],
    ['progressing', [running(['1'], { health: 'Progressing' })]],
    [
      'out of sync',
      [running(['1'], { status: { sync: { status: 'OutOfSync' } } })],
    ],
    [
      'syncing',
      [running(['1'], { status: { operation: { phase: 'Running' } } })],
    ],
    [
      'not synced',
      [running(['1'], { status: { operation: { phase: 'Failed' } } })],
    ],
    [
      'in error',
      [
        running(['1'], {
          status: {
            conditions: [
              { type: 'SyncError', severity: 'error', message: 'no' },
            ],
          },
        }),
      ],
    ],
    ['rolling out', [running(['1', '2'])]],
    [
      'being rolled out by a controller',
      [{ ...running(['1']), rollouts: [rolloutStatus({ state: 'waiting' })] }],
    ],
    [
      'rolled back by a controller',
      [{ ...running(['1']), rollouts: [rolloutStatus({ state: 'aborted' })] }],
    ],
    [
      'under a controller that can not be read',
      [{ ...running(['1']), rollouts: [rolloutStatus({ stale: 'away' })] }],
    ],
  ])('begins to wait anew when a target is %s', (_, interrupted) => {
    const story = new LaneStory();
    story.look(0, [running(['1'])]);
    story.look(20, interrupted);
    expect(story.look(600, interrupted)).toEqual([]);
    expect(story.look(601, [running(['1'])])).toEqual([]);
    expect(story.look(630, [running(['1'])])).toEqual([]);
    expect(story.look(631, [running(['1'])])).toEqual(['verified']);
  });

  it('sees interruptions that happened while nobody looked', () => {
    const blip = (seconds: number) => [
      running(['1'], {
        status: {
          health: { status: 'Healthy', since: at(seconds).toISOString() },
        },
      }),
    ];
    const story = new LaneStory();
    story.look(0, [running(['1'])]);
    expect(story.look(100, blip(90))).toEqual([]);
    expect(story.lookAgainAt).toEqual(at(120));
    // A clock that goes ahead of ours says nothing.
    expect(story.look(120, blip(500))).toEqual(['verified']);
  });

  it('makes nothing of images that come and go, nor of targets that fall silent', () => {
    const story = new LaneStory();
    const job = 'ghcr.io/acme/nightly:9';
    story.look(0, [running(['1']), running(['1'], { name: 'us' })]);
    story.look(30, [running(['1', job]), running(['1'], { name: 'us' })]);
    expect(story.log).toEqual(['1 live', 'verified']);
    expect(
      story.look(40, [running(['2']), running([], { name: 'us' })]),
    ).toEqual([]);
    // One that never had an image has no say.
    const config = running([], { name: 'config' });
    expect(
      story.look(50, [running(['2']), running(['2'], { name: 'us' }), config]),
    ).toEqual(['2 live']);
  });

  it('verifies a version beside a target that has no images and is well, not beside one that is not', () => {
    const config = (health: 'Healthy' | 'Degraded') =>
      running([], { name: 'config', health });
    const story = new LaneStory();
    expect(story.look(0, [running(['1']), config('Healthy')])).toEqual([
      '1 live',
    ]);
    expect(story.look(20, [running(['1']), config('Degraded')])).toEqual([]);
    expect(story.look(40, [running(['1']), config('Healthy')])).toEqual([]);
    expect(story.look(70, [running(['1']), config('Healthy')])).toEqual([
      'verified',
    ]);
  });

  it('notices another chart with the same images', () => {
    const chart = (version: string) => [
      running(['1'], {
        status: {
          version: {
            images: [{ name: 'redis', tag: '7' }],
            chart: { name: 'redis', version },
          },
        },
      }),
    ];
    const story = new LaneStory();
    story.look(0, chart('18.0.0'));
    expect(story.look(1, chart('18.0.1'))).toEqual(['7 live']);
  });

  it('does not take for proven what a promotion has found bad', () => {
    const story = new LaneStory();
    story.look(0, [running(['1'])]);
    story.state = {
      running: { ...story.state.running!, failure: 'too many errors' },
    };
    story.look(10, [running(['1'])]);
    expect(story.look(1000, [running(['1'])])).toEqual([]);
  });

  it('holds for whatever targets do', () => {
    const tags = fc.uniqueArray(fc.constantFrom('1', '2', '3'), {
      maxLength: 2,
    });
    const target = fc.record({
      tags,
      health: fc.constantFrom<'Healthy' | 'Degraded' | 'Progressing'>(
        'Healthy',
        'Healthy',
        'Healthy',
        'Degraded',
        'Progressing',
      ),
      unreachable: fc.constantFrom(false, false, false, true),
    });
    const look = fc.record({
      pause: fc.integer({ min: 1, max: 40 }),
      eu: target,
      us: target,
    });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 30 }), looks => {
        const story = new LaneStory();
        const wrong: string[] = [];
        let seconds = 0;
        let steady: { tag: string; since: number } | undefined;
        // Those that had images when what is live became so: they have to show them.
        const known = new Set<string>();
        for (const { pause, ...shown } of looks) {
          seconds += pause;
          const sides = [
            { name: 'eu', ...shown.eu },
            { name: 'us', ...shown.us },
          ];
          const telling = sides.filter(side => side.tags.length > 0);
          const [tag] = telling.flatMap(side => side.tags);
          const isWell =
            telling.length > 0 &&
            telling.every(side => side.tags.join() === tag) &&
            sides.every(
              side =>
                (telling.includes(side) || !known.has(side.name)) &&
                !side.unreachable &&
                side.health === 'Healthy',
            );
          if (!isWell) steady = undefined;
          else if (steady?.tag !== tag) steady = { tag, since: seconds };
          const isProven = steady && seconds - steady.since >= 30;
          const news = story.look(seconds, [
            ...sides.map(side => running(side.tags, side)),
          ]);
          const current = story.state.running;
          const label = current && versionLabel(current.version);
          if (news.includes(`${label} live`)) {
            known.clear();
            for (const side of telling) known.add(side.name);
          }
          const rules: Array<[string, boolean]> = [
            [
              'a rollout ended nothing',
              !news.includes(`${label} live`) ||
                sides.every(side => !side.unreachable && side.tags.length < 2),
            ],
            [
              'nothing was verified before its time',
              !news.includes('verified') || isProven === true,
            ],
            // And what can be told is told at once.
            ['what is live is known', !isWell || label === tag],
            [
              'what is proven is verified',
              !isProven || current?.verifiedAt !== undefined,
            ],
          ];
          wrong.push(...rules.flatMap(([rule, holds]) => (holds ? [] : rule)));
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});
