import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { StoredTarget } from '../../targets/StoredTarget';
import { noopMessage } from './noopMessage';

const nothing = 'Nothing to change: Git has this version for Staging already.';
const version = { images: [{ name: 'ghcr.io/acme/orders', tag: '1.5.0' }] };
const good = storedTarget({ name: 'orders-eu', tag: '1.5.0' });

const say = (
  part: Partial<StoredTarget['status']>,
  unreachable?: StoredTarget['unreachable'],
) =>
  noopMessage({
    title: 'Staging',
    version,
    targets: [
      good,
      {
        ...(unreachable && { unreachable }),
        status: { ...good.status, ...part },
      },
    ],
  });

describe('the message of a promotion with nothing to change', () => {
  it('says that the version is live and healthy only where it is', () => {
    expect(say({})).toBe(`${nothing} It is live and healthy there.`);
    expect(noopMessage({ title: 'Staging', version, targets: [] })).toBe(
      nothing,
    );
  });

  it.each<[string, Partial<StoredTarget['status']>]>([
    [
      'orders-eu runs 1.4.2 instead of 1.5.0: RolloutAborted',
      {
        version: { images: [{ ...version.images[0], tag: '1.4.2' }] },
        health: { status: 'Degraded', message: 'RolloutAborted' },
      },
    ],
    ['orders-eu is OutOfSync', { sync: { status: 'OutOfSync' } }],
    [
      'orders-eu is Degraded: crash loop',
      { health: { status: 'Degraded', message: 'crash loop' } },
    ],
    ['orders-eu is still syncing', { operation: { phase: 'Running' } }],
    ['what orders-eu shows may be old', { stale: 'A refresh is due.' }],
  ])('says that %s', (words, part) => {
    expect(say(part)).toBe(`${nothing} But ${words}.`);
  });

  it('says what it can not tell, and how many more there are', () => {
    const unreachable = {
      since: 'yesterday',
      message: 'down',
      fault: 'cluster' as const,
    };
    expect(say({}, unreachable)).toBe(
      `${nothing} But orders-eu can't be read since yesterday, so it is not known whether it is live.`,
    );
    const bad = {
      status: { ...good.status, sync: { status: 'OutOfSync' as const } },
    };
    expect(
      noopMessage({
        title: 'Staging',
        version,
        targets: [bad, bad, good],
      }),
    ).toBe(`${nothing} But orders-eu is OutOfSync (and 1 more).`);
  });
});
