import { argoCdEngine } from './ArgoCdEngine';

const now = new Date();
const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'orders', namespace: 'argocd', resourceVersion: '7' },
  spec: {
    syncPolicy: {
      automated: { prune: true },
      syncOptions: ['CreateNamespace=true'],
      retry: { limit: 2 },
    },
  },
};
const prepare = (
  action: 'sync' | 'refresh' | 'suspend' | 'resume',
  object: unknown,
) =>
  argoCdEngine.prepareAction(action, {
    object,
    user: 'user:default/alice',
    now,
  });

describe('actions on an Application', () => {
  it('requests a sync with the options of the policy, guarded by the resource version', () => {
    expect(prepare('sync', application)).toEqual([
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        plural: 'applications',
        namespace: 'argocd',
        name: 'orders',
        body: {
          metadata: { resourceVersion: '7' },
          operation: {
            initiatedBy: { username: 'user:default/alice' },
            info: [{ name: 'Reason', value: 'Sync requested in Fairlead' }],
            sync: {
              prune: true,
              syncStrategy: { hook: {} },
              syncOptions: ['CreateNamespace=true'],
            },
            retry: { limit: 2 },
          },
          status: { operationState: null },
        },
      },
    ]);
  });

  it('requests a refresh by annotation', () => {
    expect(prepare('refresh', application)[0].body).toEqual({
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    });
  });

  it.each([
    ['an operation is requested', { operation: { sync: {} } }],
    ['one is running', { status: { operationState: { phase: 'Running' } } }],
    [
      'one is being ended',
      { status: { operationState: { phase: 'Terminating' } } },
    ],
  ])('refuses a sync while %s', (_, state) => {
    expect(() => prepare('sync', { ...application, ...state })).toThrow(
      /already working on orders/,
    );
  });

  it('has nothing to suspend', () => {
    expect(() => prepare('suspend', application)).toThrow(/in Git/);
    expect(() => prepare('resume', application)).toThrow(/in Git/);
  });

  it('refuses everything while the Application is being deleted', () => {
    const deleting = {
      ...application,
      metadata: {
        ...application.metadata,
        deletionTimestamp: '2026-10-02T09:00:00Z',
      },
    };
    expect(() => prepare('sync', deleting)).toThrow(/being deleted/);
    expect(() => prepare('refresh', deleting)).toThrow(/being deleted/);
  });
});
