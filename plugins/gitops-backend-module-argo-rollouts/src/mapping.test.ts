import {
  blueGreen,
  canary,
  givenUp,
  hashes,
  mapped,
  promoted,
  relatedObjects,
  working,
} from './__testUtils__/rollouts';

const newImages = [
  { name: 'ghcr.io/acme/orders', tag: '1.10' },
  { name: 'ghcr.io/acme/orders-migrate', tag: '1.10' },
];

describe('a canary at a pause', () => {
  const status = mapped(canary());

  it('says where it is, since when and until when', () => {
    expect(status).toMatchObject({
      controller: 'argo-rollouts',
      object: { kind: 'Rollout', namespace: 'shop', name: 'orders' },
      strategy: 'canary',
      state: 'paused',
      phase: 'Paused',
      since: '2026-10-02T08:30:00Z',
      step: { index: 1, total: 8 },
      weight: { desired: 20, actual: 20 },
      pause: {
        reason: 'CanaryPauseStep',
        message:
          'It has come to the pause at step 2 of 8. It goes on by itself after 1 h 30 min.',
        since: '2026-10-02T08:30:00Z',
        until: '2026-10-02T10:00:00Z',
      },
      services: { stable: 'orders-stable', canary: 'orders-canary' },
      trafficRouter: 'nginx',
    });
  });

  it('says what each step is', () => {
    expect(
      status.steps.map(({ kind, title, state }) => [kind, state, title]),
    ).toEqual([
      ['setWeight', 'done', 'Send 20 % of the traffic to the new version'],
      ['pause', 'current', 'Wait 1 h 30 min'],
      ['analysis', 'upcoming', 'Measure the new version with smoke, latency'],
      ['setWeight', 'upcoming', 'Send 50 % of the traffic to the new version'],
      ['pause', 'upcoming', 'Wait until somebody promotes it'],
      [
        'experiment',
        'upcoming',
        'Run an experiment with baseline, candidate for 5 min',
      ],
      [
        'setCanaryScale',
        'upcoming',
        'Run as many pods of the new version as its share of the traffic needs',
      ],
      ['plugin', 'upcoming', 'Run the plugin example/checks'],
    ]);
  });

  it('takes the stable images from the replica set, never from the template', () => {
    expect(status.stable).toEqual({
      id: hashes.stable,
      images: [{ name: 'ghcr.io/acme/orders', tag: '1.9' }],
      ready: 4,
      desired: 4,
    });
    expect(status.candidate).toEqual({
      id: hashes.current,
      images: newImages,
      ready: 1,
      desired: 1,
    });
    const blind = mapped(canary(), []);
    expect(blind.stable).toEqual({ id: hashes.stable, images: [] });
    expect(blind.candidate).toEqual({ id: hashes.current, images: newImages });
  });

  it('shows its analysis with limits and the last ten measurements', () => {
    const [run, ...others] = status.analyses;
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      name: 'orders-6f64645d56-4',
      type: 'background',
      templates: ['error-rate'],
      phase: 'Running',
      startedAt: '2026-10-02T08:29:30Z',
    });
    const [errors, saturation] = run.metrics;
    expect(errors).toMatchObject({
      name: 'errors',
      phase: 'Successful',
      message: 'the query to http://prometheus:9090 was slow',
      successful: 11,
      failed: 1,
      errors: 1,
      failureLimit: 2,
      condition: 'result[0] <= 0.05, not (result[0] > 0.2)',
      dryRun: true,
    });
    expect(errors.measurements).toHaveLength(10);
    expect(errors.measurements[0]).toEqual({
      phase: 'Running',
      at: '2026-10-02T08:30:12Z',
    });
    expect(errors.measurements[9]).toMatchObject({ value: '[0.03]' });
    expect(saturation).toMatchObject({
      phase: 'Pending',
      failureLimit: 0,
      measurements: [],
    });
  });

  it('waits where somebody has to promote it', () => {
    const waiting = mapped(canary({ status: { currentStepIndex: 4 } }));
    expect(waiting.state).toBe('waiting');
    expect(waiting.pause).toEqual({
      reason: 'CanaryPauseStep',
      message:
        'It has come to the pause at step 5 of 8. It waits until somebody promotes it.',
      since: '2026-10-02T08:30:00Z',
    });
    expect(waiting.weight).toEqual({ desired: 50, actual: 20 });
  });

  it('waits when an analysis could not tell, also during a timed pause', () => {
    const status2 = mapped(
      canary({
        status: {
          pauseConditions: [
            { reason: 'CanaryPauseStep', startTime: '2026-10-02T08:30:00Z' },
            {
              reason: 'InconclusiveAnalysisRun',
              startTime: '2026-10-02T08:31:00Z',
            },
          ],
        },
      }),
    );
    expect(status2).toMatchObject({
      state: 'waiting',
      pause: {
        reason: 'InconclusiveAnalysisRun',
        since: '2026-10-02T08:31:00Z',
      },
    });
    expect(status2.pause).not.toHaveProperty('until');
  });

  it('is paused by a person until it is resumed, whatever the step says', () => {
    const status2 = mapped(canary({ spec: { paused: true } }));
    expect(status2).toMatchObject({
      state: 'paused',
      pause: { reason: 'spec.paused', since: '2026-10-02T08:30:00Z' },
    });
    expect(status2.pause).not.toHaveProperty('until');
  });

  it.each([
    ['10', '2026-10-02T08:30:10Z'],
    [90, '2026-10-02T08:31:30Z'],
    ['1m30s', '2026-10-02T08:31:30Z'],
    ['1.5h', '2026-10-02T10:00:00Z'],
    [0, '2026-10-02T08:30:00Z'],
  ])('goes on by itself after %p', (duration, until) => {
    const steps = [{ setWeight: 20 }, { pause: { duration } }];
    expect(mapped(canary({ strategy: { steps } })).pause).toHaveProperty(
      'until',
      until,
    );
  });
});

describe('a status that is not about what is declared now', () => {
  const workloadRef = { kind: 'Deployment', name: 'orders' };
  const heardOf = (generation: string) => ({
    annotations: { 'rollout.argoproj.io/workload-generation': generation },
  });

  it.each([
    [
      'a newer generation',
      canary({ metadata: { generation: 8 }, status: promoted }),
    ],
    ['no status', { ...canary(), status: undefined }],
    [
      'a newer workload that the controller has heard of',
      canary({
        metadata: heardOf('12'),
        spec: { workloadRef },
        status: { ...promoted, workloadObservedGeneration: '11' },
      }),
    ],
    [
      'a newer workload that the controller has not heard of',
      canary({
        metadata: heardOf('11'),
        spec: { workloadRef },
        status: { ...promoted, workloadObservedGeneration: '11' },
      }),
    ],
  ])('is progressing, with %s', (_, object) => {
    const status = mapped(object);
    expect(status).toMatchObject({
      state: 'progressing',
      phase: 'Progressing',
    });
    expect(status.message).toMatch(/has not looked at/);
    expect(status.stale).toBe(status.message);
    expect(status).not.toHaveProperty('step');
    expect(status).not.toHaveProperty('weight');
    expect(mapped(object, []).stable?.images ?? []).toEqual([]);
  });

  it('is believed when it is of a controller that wrote hashes', () => {
    for (const observedGeneration of ['5c788f4484', '61234567', null]) {
      const status = { ...promoted, observedGeneration };
      expect(mapped(canary({ status })).state).toBe('stable');
    }
  });

  it.each([
    ['go on', { pauseConditions: [], controllerPause: true }],
    ['abort', { abort: true }],
    ['promote to the end', { promoteFull: true }],
    ['try again', { ...givenUp, abort: false }],
  ])('is progressing after it was told to %s', (words, status) => {
    const result = mapped(canary({ status }));
    expect(result.state).toBe('progressing');
    expect(result.message).toContain(`told to ${words}`);
  });
});

describe('a canary that is done', () => {
  it('is stable, with the images of the template', () => {
    const status = mapped(
      canary({
        status: {
          ...promoted,
          conditions: [
            {
              type: 'Healthy',
              status: 'True',
              lastTransitionTime: '2026-10-02T08:59:00Z',
            },
          ],
        },
      }),
      [],
    );
    expect(status).toMatchObject({
      state: 'stable',
      since: '2026-10-02T08:59:00Z',
      step: { index: 8, total: 8 },
      stable: { id: hashes.current, images: newImages },
    });
    expect(status).not.toHaveProperty('candidate');
    expect(status).not.toHaveProperty('weight');
  });

  it.each([
    ['the stable hash is another one', { stableRS: hashes.stable }],
    ['the pods are to be restarted', { restartedAt: '2026-10-01T00:00:00Z' }],
    ['the word is not known', { phase: 'Splendid' }],
  ])('is not stable when %s', (_, status) => {
    const object = canary({
      spec: { restartAt: '2026-10-02T08:00:00Z' },
      status: { restartedAt: '2026-10-02T08:00:00Z', ...promoted, ...status },
    });
    expect(mapped(object).state).not.toBe('stable');
  });

  it('keeps a word that is not known', () => {
    expect(
      mapped(canary({ status: { phase: 'Splendid', message: '' } })),
    ).toMatchObject({
      state: 'unknown',
      phase: 'Splendid',
      message: expect.stringContaining('Splendid'),
    });
  });
});

describe('a canary that the controller has given up', () => {
  it('says why, what serves, and that Git still declares the other version', () => {
    const status = mapped(canary({ status: givenUp }));
    expect(status).toMatchObject({
      state: 'aborted',
      phase: 'Degraded',
      since: '2026-10-02T08:45:00Z',
      message: 'Rollout aborted update to revision 4: too slow',
      aborted: {
        since: '2026-10-02T08:45:00Z',
        message: 'Rollout aborted update to revision 4: too slow',
      },
      weight: { desired: 0, actual: 20 },
    });
    expect(status.unknownToGit).toMatch(/Git still declares.*1\.10.*1\.9/);
    expect(status).not.toHaveProperty('step');
    expect(new Set(status.steps.map(({ state }) => state))).toEqual(
      new Set(['upcoming']),
    );
  });

  it('is degraded where there is no version to go back to', () => {
    const status = mapped(canary({ status: { ...givenUp, stableRS: '' } }));
    expect(status).toMatchObject({
      state: 'degraded',
      message: expect.stringContaining('too slow'),
    });
    expect(status).not.toHaveProperty('aborted');
  });
});

describe('a canary that is degraded', () => {
  it.each([
    ['InvalidSpec', 'InvalidSpec', 'True'],
    ['Progressing', 'ProgressDeadlineExceeded', 'False'],
  ])(
    'by %s says why, also where the phase is missing',
    (type, reason, value) => {
      const conditions = [
        {
          type,
          reason,
          status: value,
          message: 'it was so',
          lastTransitionTime: '2026-10-02T08:10:00Z',
        },
      ];
      for (const phase of ['Degraded', null]) {
        const status = mapped(
          canary({ status: { ...working, phase, message: null, conditions } }),
        );
        expect(status).toMatchObject({
          state: 'degraded',
          since: '2026-10-02T08:10:00Z',
          message: expect.stringMatching(/./),
        });
      }
    },
  );
});

describe('the share of traffic', () => {
  const plain = { trafficRouting: undefined };

  it('is that of the available pods where nothing routes it', () => {
    const { weight, trafficRouter } = mapped(canary({ strategy: plain }));
    expect(weight).toEqual({ desired: 20, actual: 20 });
    expect(trafficRouter).toBeUndefined();
    const blind = mapped(
      canary({ strategy: plain }),
      relatedObjects().slice(1),
    );
    expect(blind.weight).toEqual({ desired: 20 });
  });

  it('is in percent of what the router counts with', () => {
    const status = mapped(
      canary({
        strategy: {
          steps: [{ setWeight: 250 }, { pause: {} }],
          trafficRouting: {
            maxTrafficWeight: 1000,
            plugins: { 'example/gateway': {} },
          },
        },
        status: { canary: { weights: { canary: { weight: 125 } } } },
      }),
    );
    expect(status.weight).toEqual({ desired: 25, actual: 12.5 });
    expect(status.trafficRouter).toBe('example/gateway');
    expect(status.steps[0].title).toBe(
      'Send 250 of 1000 parts of the traffic to the new version',
    );
  });

  it('is all where there are no steps, and where all are done', () => {
    for (const strategy of [{ steps: [] }, {}]) {
      const { weight } = mapped(
        canary({ strategy, status: { ...working, currentStepIndex: 8 } }),
      );
      expect(weight).toMatchObject({ desired: 100 });
    }
  });

  it('leads to services whose roles change', () => {
    const pingPong = { pingService: 'ping', pongService: 'pong' };
    const strategy = { pingPong, stableService: '', canaryService: '' };
    const services = (stablePingPong: string) =>
      mapped(canary({ strategy, status: { canary: { stablePingPong } } }))
        .services;
    expect(services('ping')).toEqual({ stable: 'ping', canary: 'pong' });
    expect(services('pong')).toEqual({ stable: 'pong', canary: 'ping' });
  });
});

describe('the first version', () => {
  it('goes live without steps', () => {
    const status = mapped(
      canary({ status: { ...working, stableRS: '', currentStepIndex: null } }),
    );
    expect(status).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('without steps'),
      step: { index: 8, total: 8 },
      candidate: { id: hashes.current },
    });
    expect(status).not.toHaveProperty('stable');
  });
});

describe('experiments, plugins and workloads', () => {
  it('shows an experiment with its versions and analyses', () => {
    const status = mapped(
      canary({
        status: {
          ...working,
          currentStepIndex: 5,
          canary: { currentExperiment: 'orders-6f64645d56-4-5' },
        },
      }),
    );
    expect(status.message).toContain('Step 6 of 8: Run an experiment');
    expect(status.analyses).toEqual([
      {
        name: 'orders-6f64645d56-4-5-compare',
        type: 'experiment',
        templates: ['kayenta'],
        phase: 'Inconclusive',
        message: 'between the limits',
        metrics: [],
      },
      {
        name: 'orders-6f64645d56-4-5',
        type: 'experiment',
        templates: [],
        phase: 'Running',
        message:
          'baseline: Running, 1 of 1 pods are available. candidate: Progressing, 0 of 1 pods are available',
        startedAt: '2026-10-02T08:50:00Z',
        metrics: [],
      },
    ]);
  });

  it('says what the plugin of a step says', () => {
    const status = mapped(
      canary({
        status: {
          ...working,
          currentStepIndex: 7,
          canary: {
            stepPluginStatuses: [
              { index: 7, phase: 'Running', message: 'asked the auditors' },
            ],
          },
        },
      }),
    );
    expect(status.message).toContain(
      'Step 8 of 8: Run the plugin example/checks (Running, asked the auditors).',
    );
  });

  it('takes the images of the newest version from the workload', () => {
    const status = mapped(
      canary({
        spec: {
          template: undefined,
          workloadRef: {
            kind: 'Deployment',
            name: 'orders',
            scaleDown: 'onsuccess',
          },
        },
        status: { workloadObservedGeneration: '12' },
      }),
      relatedObjects().slice(2),
    );
    expect(status).toMatchObject({
      workload: { kind: 'Deployment', name: 'orders' },
      candidate: { images: [{ tag: '1.10' }] },
      stable: { images: [] },
      unknownToGit: expect.stringContaining('scales to zero'),
    });
  });
});

describe('a blue-green rollout', () => {
  it('waits before the switch, with both services', () => {
    expect(mapped(blueGreen())).toMatchObject({
      strategy: 'blue-green',
      state: 'waiting',
      steps: [],
      pause: {
        reason: 'BlueGreenPause',
        message:
          'The new version runs behind the preview service payments-preview. It waits until somebody promotes it.',
      },
      services: { active: 'payments', preview: 'payments-preview' },
      stable: { images: [{ tag: '2.9.1' }] },
      candidate: { images: [{ tag: '3.0.0' }] },
      analyses: [
        {
          type: 'pre-promotion',
          name: 'payments-84c9f7cbb5-2-pre',
          templates: ['smoke'],
          phase: 'Successful',
        },
      ],
    });
    expect(mapped(blueGreen())).not.toHaveProperty('weight');
  });

  it('switches by itself after the declared seconds', () => {
    const strategy = { autoPromotionEnabled: null, autoPromotionSeconds: 300 };
    expect(mapped(blueGreen({ strategy }))).toMatchObject({
      state: 'paused',
      pause: { until: '2026-10-02T08:45:00Z' },
    });
  });

  it('is not stable until the analysis after the switch is done', () => {
    const after = {
      ...working,
      phase: null,
      updatedReplicas: 2,
      blueGreen: { activeSelector: '84c9f7cbb5' },
    };
    expect(mapped(blueGreen({ status: after }))).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('leads to the new version'),
    });
    expect(mapped(blueGreen({ status: working })).message).toContain(
      'still leads to the stable version',
    );
    const done = { ...after, stableRS: '84c9f7cbb5' };
    expect(mapped(blueGreen({ status: done })).state).toBe('stable');
  });
});

describe('a controller from before version 1.0', () => {
  const old = { ...promoted, phase: null, message: null };
  const plain = { trafficRouting: undefined };

  it.each([
    ['Healthy', {}],
    ['Progressing', { updatedReplicas: 3 }],
    ['Progressing', { availableReplicas: 3 }],
    ['Progressing', { replicas: 5 }],
    ['Progressing', { stableRS: hashes.stable }],
    ['Paused', { pauseConditions: [{ reason: 'CanaryPauseStep' }] }],
  ])('is %s with %j', (phase, status) => {
    const object = canary({ strategy: plain, status: { ...old, ...status } });
    expect(mapped(object).phase).toBe(phase);
  });
});
