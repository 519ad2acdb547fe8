import { environments } from '../__testUtils__/aService';
import { skippedEnvironments } from './skippedEnvironments';

const skipped = (from: string, to: string) =>
  skippedEnvironments(environments, { from, to }).map(({ name }) => name);

describe('skippedEnvironments', () => {
  it('names what lies between', () => {
    expect(skipped('dev', 'prod-eu')).toEqual(['staging']);
    expect(skipped('staging', 'prod-eu')).toEqual([]);
  });

  it('skips nothing that the version has passed, or that comes later', () => {
    expect(skipped('prod-us', 'prod-eu')).toEqual([]);
    expect(skipped('prod-eu', 'dev')).toEqual([]);
  });

  it('skips what lies beside the way, too', () => {
    const [dev, staging, production] = environments;
    const canary = { ...staging, name: 'canary', after: [] };
    expect(
      skippedEnvironments(
        [dev, staging, canary, { ...production, after: ['staging', 'canary'] }],
        { from: 'dev', to: 'prod-eu' },
      ).map(({ name }) => name),
    ).toEqual(['staging', 'canary']);
  });

  it('comes to an end in a cycle', () => {
    const [dev, staging] = environments;
    const cycle = [{ ...dev, after: ['staging'] }, staging];
    expect(skippedEnvironments(cycle, { from: 'dev', to: 'staging' })).toEqual(
      [],
    );
  });
});
