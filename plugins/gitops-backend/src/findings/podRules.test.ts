import { LiveObject } from '../resources/liveObject';
import {
  deployment,
  factsOf,
  foundBy,
  live,
  object,
  pod,
} from './__testUtils__/facts';
import { findProblems } from './findProblems';
import { rankFindings } from './rankFindings';

const image = 'ghcr.io/acme/orders:1.5.0';
const of = {
  group: 'apps',
  kind: 'Deployment',
  namespace: 'orders',
  name: 'orders',
};

function rank(objects: LiveObject[], events?: Parameters<typeof live>[1]) {
  return rankFindings(
    findProblems(
      factsOf({
        live: live(objects, events),
        status: { health: { status: 'Degraded' } },
      }),
    ),
  );
}

const crashed = (run: object, restartCount = 4) => ({
  container: {
    restartCount,
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message:
          'back-off 1m20s restarting failed container=app pod=orders-7d4f-a_orders(9a)',
      },
    },
    lastState: {
      terminated: { finishedAt: '2026-11-24T09:58:00Z', ...run },
    },
  },
});

describe('image-pull', () => {
  it.each([
    [
      'rpc error: code = NotFound desc = failed to pull and unpack image "ghcr.io/acme/orders:1.5.0": failed to resolve reference "ghcr.io/acme/orders:1.5.0": ghcr.io/acme/orders:1.5.0: not found',
      'there is no such image or tag in the registry',
    ],
    [
      'failed to pull and unpack image "ghcr.io/acme/orders:1.5.0": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 401 Unauthorized',
      'the registry does not let the cluster in',
    ],
    [
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:1: 429 Too Many Requests - toomanyrequests: You have reached your unauthenticated pull rate limit.',
      'the registry has had too many requests from the cluster',
    ],
    [
      'pull access denied for acme/orders, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'it is not there, or the cluster may not see it',
    ],
    [
      'failed to do request: Head "https://registry.example.com/v2/orders/manifests/1.5.0": dial tcp 10.0.0.1:443: i/o timeout',
      "the nodes can't reach the registry",
    ],
    [
      'no match for platform in manifest: not found',
      "it was not built for the nodes' processors",
    ],
  ])('tells why: %s', (message, why) => {
    const waiting = { reason: 'ErrImagePull', message };
    expect(
      rank([pod('a', { container: { state: { waiting } } })]),
    ).toMatchObject([
      {
        rule: 'image-pull',
        resource: of,
        explanation: expect.stringContaining(
          `The pod of Deployment orders can't start the container app, because the image ${image} can't be pulled: ${why}.`,
        ),
        link: { url: 'https://kubernetes.io/docs/concepts/containers/images/' },
      },
    ]);
  });

  it('says it once of all pods, and looks into events for what the state does not say', () => {
    const container = {
      state: {
        waiting: {
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${image}"`,
        },
      },
    };
    const pods = ['a', 'b'].map(name => pod(name, { container }));
    const found = rank(
      [...pods, pod('c', { container: { ready: true } })],
      [
        {
          about: pods[0],
          reason: 'Failed',
          message: `Failed to pull image "${image}": rpc error: code = NotFound: not found`,
        },
      ],
    );
    expect(found).toMatchObject([
      {
        explanation: expect.stringMatching(
          /^2 of 3 pods of Deployment orders .* no such image or tag/,
        ),
      },
    ]);
  });

  it('knows a name that is none', () => {
    const waiting = {
      reason: 'InvalidImageName',
      message:
        'Failed to apply default image tag "ghcr.io/acme/Orders:": couldn\'t parse image name: invalid reference format',
    };
    expect(
      rank([pod('a', { container: { state: { waiting } } })])[0].explanation,
    ).toContain('what is written there is no name of an image');
  });
});

describe('crash-loop and out-of-memory', () => {
  it('tell the exit code and the last words', () => {
    expect(
      rank([
        pod(
          'a',
          crashed({
            exitCode: 1,
            reason: 'Error',
            message: 'panic: DATABASE_URL is not set\n',
          }),
        ),
      ]),
    ).toMatchObject([
      {
        rule: 'crash-loop',
        severity: 'error',
        since: '2026-11-24T09:58:00Z',
        explanation:
          "The pod of Deployment orders can't keep the container app running: it ended with exit code 1, and was restarted 4 times. Its last words: “panic: DATABASE_URL is not set”",
      },
    ]);
  });

  it.each([
    [{ exitCode: 127, reason: 'Error' }, 'its command was not found'],
    [{ exitCode: 139, reason: 'Error' }, 'it accessed memory'],
    [
      {
        exitCode: 128,
        reason: 'StartError',
        message: 'exec: "/run": permission denied',
      },
      '(StartError)',
    ],
  ])('know what %j means', (run, words) => {
    expect(rank([pod('a', crashed(run))])[0].explanation).toContain(words);
  });

  it('keep apart what was killed for its memory', () => {
    const killed = { exitCode: 137, reason: 'OOMKilled' };
    const container = pod('a', crashed(killed));
    expect(
      rank(
        [container],
        [
          {
            about: container,
            reason: 'BackOff',
            message: 'Back-off restarting failed container app in pod a_orders',
          },
        ],
      ).map(({ rule, severity, resource }) => [rule, severity, resource]),
    ).toEqual([
      ['out-of-memory', 'error', of],
      ['crash-loop', 'warning', of],
    ]);
    expect(
      rank([
        pod('a', {
          container: {
            ready: true,
            restartCount: 1,
            state: { running: { startedAt: '2026-11-24T09:58:01Z' } },
            lastState: { terminated: killed },
          },
        }),
      ]),
    ).toMatchObject([
      {
        rule: 'out-of-memory',
        severity: 'warning',
        explanation: expect.stringMatching(/1 restart\)\. It runs again\.$/),
      },
    ]);
  });

  it('know init containers', () => {
    const { container: init } = crashed({ exitCode: 2, reason: 'Error' });
    expect(
      rank([
        pod('a', {
          init,
          container: { state: { waiting: { reason: 'PodInitializing' } } },
          status: { phase: 'Pending' },
        }),
      ]),
    ).toMatchObject([{ title: 'An init container fails' }]);
  });

  it('do not mind a container that was restarted long ago', () => {
    const container = {
      ready: true,
      restartCount: 3,
      state: { running: { startedAt: '2026-11-24T08:00:00Z' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    };
    expect(
      findProblems(factsOf({ live: live([pod('a', { container })]) })),
    ).toEqual([]);
  });
});

describe('container-config', () => {
  it.each([
    [
      'configmap "orders-config" not found',
      'The ConfigMap orders-config is missing',
    ],
    ['secret "orders-db" not found', 'The Secret orders-db is missing'],
    [
      "couldn't find key URL in Secret orders/orders-db",
      'The key URL is missing in the Secret orders/orders-db',
    ],
    [
      'container has runAsNonRoot and image will run as root',
      "A container can't be created",
    ],
  ])('tells what is missing: %s', (message, title) => {
    const waiting = { reason: 'CreateContainerConfigError', message };
    expect(
      rank([pod('a', { container: { state: { waiting } } })]),
    ).toMatchObject([{ rule: 'container-config', title, resource: of }]);
  });

  it("understands a volume that can't be mounted for it", () => {
    const waits = pod('a', {
      container: { state: { waiting: { reason: 'ContainerCreating' } } },
      status: { phase: 'Pending' },
    });
    expect(
      rank(
        [waits],
        [
          {
            about: waits,
            reason: 'FailedMount',
            message:
              'MountVolume.SetUp failed for volume "config" : configmap "orders-config" not found',
          },
        ],
      ),
    ).toMatchObject([
      {
        rule: 'container-config',
        title: 'The ConfigMap orders-config is missing',
      },
    ]);
  });
});

describe('unschedulable and volumes', () => {
  const unschedulable = (message: string, spec: object = {}) => ({
    ...pod('a', {
      status: {
        phase: 'Pending',
        containerStatuses: [],
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message,
            lastTransitionTime: '2026-11-24T09:30:00Z',
          },
        ],
      },
    }),
    ...spec,
  });

  it.each([
    [
      '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are available.',
      'no node has enough cpu left; the nodes are reserved by a taint (node-role.kubernetes.io/control-plane)',
    ],
    [
      "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
      'no node is what the pods ask for',
    ],
    [
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2',
      'their volumes are not there for them',
    ],
    [
      '0/2 nodes are available: 2 node(s) were unschedulable.',
      'nodes are closed to new pods',
    ],
  ])('tells why no node takes a pod: %s', (message, why) => {
    expect(rank([unschedulable(message)])).toMatchObject([
      {
        rule: 'unschedulable',
        since: '2026-11-24T09:30:00Z',
        explanation: expect.stringContaining(why),
      },
    ]);
  });

  it('finds the volume claim first', () => {
    const waits = unschedulable(
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
    );
    const claim = object('v1', 'PersistentVolumeClaim', 'data', {
      status: { phase: 'Pending' },
      owner: waits,
    });
    const found = rank(
      [waits, claim],
      [
        {
          about: claim,
          reason: 'ProvisioningFailed',
          message: 'storageclass.storage.k8s.io "fast" not found',
        },
      ],
    );
    expect(found).toMatchObject([
      {
        rule: 'volume-pending',
        severity: 'error',
        title: 'The volume claim data gets no volume',
        remedy: 'Name a storage class that the cluster has, or add it.',
      },
      {
        rule: 'unschedulable',
        severity: 'warning',
        explanation: expect.stringMatching(
          /This follows from: The volume claim data gets no volume\.$/,
        ),
      },
    ]);
  });

  it('does not mind a claim that waits for its first pod', () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'data', {
      status: { phase: 'Pending' },
    });
    const facts = factsOf({
      live: live(
        [claim],
        [
          {
            about: claim,
            type: 'Normal',
            reason: 'WaitForFirstConsumer',
            message: 'waiting for first consumer to be created before binding',
          },
        ],
      ),
    });
    expect(findProblems(facts)).toEqual([]);
  });

  it('understands a volume that another node holds', () => {
    const waits = pod('a', { status: { phase: 'Pending' } });
    expect(
      rank(
        [waits],
        [
          {
            about: waits,
            reason: 'FailedAttachVolume',
            message:
              'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) orders-old',
          },
        ],
      ),
    ).toMatchObject([
      {
        rule: 'volume-mount',
        remedy: expect.stringContaining('Recreate'),
      },
    ]);
  });
});

describe('probe-failing', () => {
  const unready = pod('a', {
    container: { state: { running: { startedAt: '2026-11-24T09:50:00Z' } } },
  });
  const event = (about: LiveObject, message: string) => ({
    about,
    reason: 'Unhealthy',
    message,
    count: 12,
  });
  const readiness =
    'Readiness probe failed: Get "http://10.1.0.9:8080/ready": dial tcp 10.1.0.9:8080: connect: connection refused';

  it('tells what a running container does not answer', () => {
    expect(rank([unready], [event(unready, readiness)])).toMatchObject([
      {
        rule: 'probe-failing',
        title: 'The readiness probe fails',
        explanation: expect.stringMatching(
          /^The pod of Deployment orders does not pass the readiness probe \(12 times\), so it gets no traffic\. The node says: “Get "http/,
        ),
        resource: of,
      },
    ]);
  });

  it('explains restarts by the liveness probe, but not a crash by the readiness probe', () => {
    const crashing = pod('a', crashed({ exitCode: 143, reason: 'Error' }));
    expect(
      rank(
        [crashing],
        [
          event(
            crashing,
            'Liveness probe failed: HTTP probe failed with statuscode: 500',
          ),
          event(crashing, readiness),
        ],
      ).map(({ rule, severity }) => [rule, severity]),
    ).toEqual([
      ['probe-failing', 'error'],
      ['crash-loop', 'warning'],
    ]);
  });

  it('forgets what failed before the pod was ready', () => {
    const ready = pod('a', { container: { ready: true } });
    expect(
      foundBy(
        'probe-failing',
        factsOf({ live: live([ready], [event(ready, readiness)]) }),
      ),
    ).toEqual([]);
  });
});

describe('what else resources say', () => {
  it('an eviction', () => {
    expect(
      rank([
        pod('a', {
          status: {
            phase: 'Failed',
            reason: 'Evicted',
            message: 'The node was low on resource: memory.',
            containerStatuses: [],
          },
        }),
      ]),
    ).toMatchObject([
      {
        rule: 'evicted',
        explanation: expect.stringContaining('low on resource'),
      },
    ]);
  });

  it('a job that gave up, said once beside the hook that it is', () => {
    const job = object('batch/v1', 'Job', 'orders-migrate', {
      status: {
        conditions: [
          {
            type: 'Failed',
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
          },
        ],
      },
    });
    const found = rankFindings(
      findProblems(
        factsOf({
          live: live([job]),
          status: {
            operation: {
              phase: 'Failed',
              failures: [
                'Job orders-migrate: Job has reached the specified backoff limit',
              ],
            },
          },
        }),
      ),
    );
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['job-failed', 'error'],
      ['hook-failed', 'warning'],
    ]);
  });

  it('a quota, by what the replica set complains of', () => {
    const stuck = object('apps/v1', 'ReplicaSet', 'orders-9', {
      spec: { replicas: 1 },
      status: {
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message:
              'pods "orders-9-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=10, limited: pods=10',
          },
        ],
      },
      owner: deployment,
    });
    expect(rank([deployment, stuck])).toMatchObject([
      { rule: 'quota-exceeded', title: 'The quota team is used up' },
    ]);
  });

  it('a deadline, after what explains it', () => {
    const late = object('apps/v1', 'Deployment', 'orders', {
      spec: { replicas: 2 },
      status: {
        observedGeneration: 1,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'ReplicaSet "orders-7d4f" has timed out progressing.',
            lastTransitionTime: '2026-11-24T09:40:00Z',
          },
        ],
      },
    });
    const waiting = { reason: 'ErrImagePull', message: 'x: not found' };
    const tree = live([pod('a', { container: { state: { waiting } } })]);
    const facts = factsOf({
      live: { ...tree, complaints: live([late]).complaints },
    });
    expect(rankFindings(findProblems(facts))).toMatchObject([
      { rule: 'image-pull', severity: 'error' },
      {
        rule: 'progress-deadline',
        severity: 'warning',
        since: '2026-11-24T09:40:00Z',
        explanation: expect.stringMatching(
          /This follows from: The image can't be pulled\.$/,
        ),
      },
    ]);
  });

  it('what is degraded, when nothing says why', () => {
    const claim = object('v1', 'Service', 'orders');
    expect(rank([claim])).toMatchObject([
      { rule: 'unhealthy', title: 'It is not healthy' },
    ]);
  });
});
