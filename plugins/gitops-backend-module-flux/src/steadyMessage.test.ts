import { steadyMessage } from './steadyMessage';

describe('steadyMessage', () => {
  it.each([
    [
      'kustomization path not found: stat /tmp/kustomization-3126340152/apps/orders: no such file or directory',
      'kustomization path not found: stat apps/orders: no such file or directory',
    ],
    [
      'health check failed after 1m30.035491765s: timeout waiting for: [Deployment/shop/orders status: InProgress]',
      'health check failed after 1m30s: timeout waiting for: [Deployment/shop/orders status: InProgress]',
    ],
    [
      'waited 0.5s for /tmp/settings.yaml of v1.2.345',
      'waited 0.5s for /tmp/settings.yaml of v1.2.345',
    ],
  ])('%s', (message, steady) => {
    expect(steadyMessage(message)).toBe(steady);
  });
});
