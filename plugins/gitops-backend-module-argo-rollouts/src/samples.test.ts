import { mapped } from './__testUtils__/rollouts';
import { publishedSamples } from './__testUtils__/published';

const { exist, read, related } = publishedSamples;
const mapSample = (file: string) => mapped(read(file), related());

(exist ? describe : describe.skip)('published objects', () => {
  it.each([
    ['rollout_bluegreen_healthy.yaml', 'stable', 'Healthy'],
    ['rollout_bluegreen_paused_preview.yaml', 'waiting', 'Paused'],
    ['rollout_bluegreen_paused_preview_with-phase.yaml', 'waiting', 'Paused'],
    ['rollout_canary_aborted_by_analysis.yaml', 'aborted', 'Degraded'],
    [
      'rollout_canary_aborted_by_analysis_with-phase.yaml',
      'aborted',
      'Degraded',
    ],
    ['rollout_canary_healthy_step2of2.yaml', 'stable', 'Healthy'],
    ['rollout_canary_healthy_workloadref.yaml', 'stable', 'Healthy'],
    ['rollout_canary_paused_step0of2_v1.8.yaml', 'waiting', 'Paused'],
    ['rollout_canary_paused_step1of8.yaml', 'waiting', 'Paused'],
    ['rollout_in_experiment_step.yaml', 'progressing', 'Progressing'],
    ['rollout_invalid_spec.yaml', 'degraded', 'Degraded'],
    ['rollout_paused_by_user.yaml', 'paused', 'Paused'],
    ['rollout_progressing_generation_stale.yaml', 'progressing', 'Progressing'],
  ])('%s is %s', (file, state, phase) => {
    expect(mapSample(file)).toMatchObject({ state, phase });
  });

  it('shows the steps of a canary that waits', () => {
    expect(mapSample('rollout_canary_paused_step1of8.yaml')).toMatchObject({
      step: { index: 1, total: 8 },
      weight: { desired: 21 },
      since: '2021-07-15T21:08:55Z',
    });
    expect(mapSample('rollout_canary_paused_step0of2_v1.8.yaml')).toMatchObject(
      {
        step: { index: 0, total: 2 },
        weight: { desired: 0 },
      },
    );
  });

  it('shows what serves in place of a version that was given up, and the analysis that has failed', () => {
    const status = mapSample('rollout_canary_aborted_by_analysis.yaml');
    expect(status).toMatchObject({
      aborted: {
        since: '2020-09-22T09:10:05Z',
        message:
          'metric "web" assessed Failed due to failed (1) > failureLimit (0)',
      },
      stable: { images: [{ tag: 'blue' }], ready: 1 },
      candidate: { id: 'db976bc44', images: [{ tag: 'yellow' }] },
      analyses: [
        {
          type: 'background',
          templates: ['web-background'],
          phase: 'Failed',
          metrics: [
            {
              name: 'web',
              failed: 1,
              failureLimit: 0,
              condition: 'result == "true"',
              measurements: [{ phase: 'Failed', value: 'false' }],
            },
          ],
        },
      ],
    });
  });

  it('shows both versions of a blue-green rollout', () => {
    const status = mapSample('rollout_bluegreen_paused_preview.yaml');
    expect(status.stable?.images).toMatchObject([{ tag: 'blue' }]);
    expect(status.candidate?.images).toMatchObject([{ tag: 'green' }]);
  });

  it('shows an experiment and its analysis', () => {
    const { analyses } = mapSample('rollout_in_experiment_step.yaml');
    expect(analyses).toMatchObject([
      { name: 'canary-demo-645d5dbc4c-2-0-stress-test', phase: 'Running' },
      { name: 'canary-demo-645d5dbc4c-2-0', phase: 'Running' },
    ]);
  });

  it.each([
    [
      'analysisrun_inconclusive.yaml',
      'Inconclusive',
      { failed: 4, successful: 4, inconclusive: 1, errors: 1, failureLimit: 5 },
    ],
    ['analysisrun_error_legacy-spec.yaml', 'Error', { errors: 5 }],
    ['analysisrun_failed_step.yaml', 'Failed', { failed: 2, failureLimit: 1 }],
  ])('%s is %s', (file, phase, metric) => {
    const run = read(file);
    const { namespace = 'openshift-gitops' } = run.metadata;
    const rollout = read('rollout_canary_healthy_step2of2.yaml');
    const { name } = run.metadata;
    const status = mapped(
      {
        ...rollout,
        metadata: { ...rollout.metadata, namespace },
        status: {
          ...rollout.status,
          canary: { currentStepAnalysisRunStatus: { name, status: 'Running' } },
        },
      },
      [{ ...run, metadata: { ...run.metadata, namespace } }],
    );
    expect(status.analyses).toMatchObject([{ phase }]);
    expect(status.analyses[0].metrics[0]).toMatchObject(metric);
  });
});
