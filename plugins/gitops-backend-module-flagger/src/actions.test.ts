import { canary, mapped } from './__testUtils__/canaries';
import { flaggerController } from './FlaggerController';

const options = { user: 'user:default/ada', now: new Date() };
const suspended = () => canary({ spec: { suspend: true } });
const prepare = (
  action: Parameters<typeof flaggerController.prepareAction>[0],
  object: unknown,
) => flaggerController.prepareAction(action, { ...options, object });

describe('actions on a Canary', () => {
  it('pauses and resumes, at any time', () => {
    const patch = {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      plural: 'canaries',
      namespace: 'shop',
      name: 'orders',
    };
    expect(prepare('pause', canary())).toEqual([
      { ...patch, body: { spec: { suspend: true } } },
    ]);
    expect(prepare('resume', suspended())).toEqual([
      { ...patch, body: { spec: { suspend: false } } },
    ]);
  });

  it('refuses what is so already', () => {
    expect(() => prepare('pause', suspended())).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: 'The Canary orders is suspended.',
      }),
    );
    expect(() => prepare('resume', canary())).toThrow(/is not suspended/);
    const deleting = canary();
    deleting.metadata.deletionTimestamp = '2026-10-02T08:59:00Z';
    expect(() => prepare('pause', deleting)).toThrow(/being deleted/);
  });

  it('offers with its reason what it would refuse', () => {
    expect(mapped('Progressing').actions).toEqual([
      { action: 'pause' },
      { action: 'resume', why: 'The Canary orders is not suspended.' },
    ]);
  });

  it.each([
    ['promote', 'open the gate'],
    ['promote-full', 'spec.skipAnalysis in Git'],
    ['abort', 'roll back in Git'],
    ['retry', 'change the pod template'],
    ['restart', 'change the pod template'],
  ] as const)('does not %s, and says what does', (action, instead) => {
    expect(() => prepare(action, canary())).toThrow(
      expect.objectContaining({
        name: 'NotImplementedError',
        message: expect.stringContaining(instead),
      }),
    );
  });
});
