import { environments } from '../__testUtils__/aService';
import { skippedEnvironments } from './skippedEnvironments';

const skipped = (from: string, to: string) =>
  skippedEnvironments(environments, { from, to }).map(({ name }) => name);

describe('skippedEnvironments', () => {
  it('names what lies between', () => {
    expect(skipped('dev', 'prod-eu')).toEqual(['staging']);
    expect(skipped('staging', 'prod-eu')).toEqual([]);
  });

  it('skips nothing where no way leads', () => {
    expect(skipped('prod-us', 'prod-eu')).toEqual([]);
    expect(skipped('prod-eu', 'dev')).toEqual([]);
  });

  it('comes to an end in a cycle', () => {
    const [dev, staging, production] = environments;
    expect(
      skippedEnvironments(
        [{ ...dev, after: ['prod-eu'] }, staging, production],
        { from: 'dev', to: 'prod-eu' },
      ).map(({ name }) => name),
    ).toContain('staging');
  });
});
