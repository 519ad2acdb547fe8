import { podLog } from './podLog';

const pod = (state: object, restartCount = 0) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'orders-1', namespace: 'dev' },
  spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/orders:1' }] },
  status: {
    containerStatuses: [
      { name: 'web', image: 'ghcr.io/acme/orders:1', restartCount, state },
    ],
  },
});
const running = pod({ running: {} }, 2);
const crashed = pod({ waiting: { reason: 'CrashLoopBackOff' } }, 3);

describe('logs of pods', () => {
  it('say what became of the program, and only so many lines', () => {
    expect(podLog(running, { previous: false, tailLines: 1 })).toBe('ready\n');
    expect(podLog(running, { previous: true, tailLines: 1 })).toBe(
      'exiting with code 1\n',
    );
    expect(podLog(crashed, { container: 'web', previous: false })).toContain(
      'fatal: this version can not start',
    );
  });

  it.each([
    [
      pod({ waiting: { reason: 'ImagePullBackOff' } }),
      { previous: false },
      'container "web" in pod "orders-1" is waiting to start: trying and failing to pull image',
    ],
    [
      pod({ running: {} }),
      { previous: true },
      'previous terminated container "web" in pod "orders-1" not found',
    ],
    [
      running,
      { container: 'db', previous: false },
      'container db is not valid for pod orders-1',
    ],
  ])('are refused as an API server does', (object, options, message) => {
    expect(() => podLog(object, options)).toThrow(message);
  });
});
