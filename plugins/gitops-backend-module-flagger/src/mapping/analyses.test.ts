import { mapped } from '../__testUtils__/canaries';

describe('analyses', () => {
  it('say what is measured, and no values, which Flagger does not keep', () => {
    const [analysis, ...more] = mapped('Progressing').analyses;
    expect(more).toEqual([]);
    expect(analysis).toMatchObject({
      name: 'orders',
      type: 'canary',
      phase: 'Running',
      templates: ['metrics/basket-size'],
      startedAt: '2026-10-02T08:40:00Z',
      message:
        'It is also checked by "smoke-test", "load-test". Flagger keeps no values in its object: they are in its events and where it measures them.',
    });
    expect(
      analysis.metrics.map(({ name, condition, phase, measurements }) => [
        name,
        condition,
        phase,
        measurements,
      ]),
    ).toEqual([
      ['request-success-rate', 'value >= 99 %', 'Unknown', []],
      ['request-duration', 'value <= 500 ms', 'Unknown', []],
      ['basket-size', 'value >= 1.5 and value <= 8', 'Unknown', []],
    ]);
  });

  it('read thresholds that are written in the old way', () => {
    const metrics = [
      { name: 'request-success-rate', threshold: 95 },
      { name: 'request-duration', threshold: 300 },
      { name: 'anything' },
    ];
    const [analysis] = mapped('Promoting', { analysis: { metrics } }).analyses;
    expect(analysis.metrics.map(each => each.condition)).toEqual([
      'value >= 95 %',
      'value <= 300 ms',
      undefined,
    ]);
    // All had to pass.
    expect(analysis.metrics.map(({ phase }) => phase)).toEqual(
      Array(3).fill('Successful'),
    );
  });

  it('let no command of a webhook through', () => {
    expect(JSON.stringify(mapped('Progressing'))).not.toMatch(/hunter2|http:/);
  });
});
