import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sampleApplication } from './__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from './__testUtils__/startTestCluster';

const run = promisify(execFile);

const isWanted =
  Boolean(process.env.FAIRLEAD_TEST_KUBECTL) &&
  spawnSync('kubectl', ['version', '--client']).status === 0;

const describeKubectl = isWanted ? describe : describe.skip;

/** With the real client: runs when FAIRLEAD_TEST_KUBECTL is set and there is one. */
describeKubectl('kubectl', () => {
  let test: TestCluster;
  let folder: string;

  beforeAll(async () => {
    test = await startTestCluster();
    test.objects.create(sampleApplication('shop'));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kubectl-'));
    fs.writeFileSync(
      path.join(folder, 'config'),
      test.kubeConfig('admin').exportConfig(),
    );
  });

  afterAll(async () => {
    await test.cluster.stop();
    fs.rmSync(folder, { recursive: true });
  });

  const kubectl = async (...args: string[]) => {
    const { stdout, stderr } = await run('kubectl', args, {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        KUBECONFIG: path.join(folder, 'config'),
      },
    }).catch(error => error);
    return `${stdout}${stderr}`;
  };

  const write = (object: object) => {
    const file = path.join(folder, 'object.json');
    fs.writeFileSync(file, JSON.stringify(object));
    return file;
  };

  it('discovers and prints', async () => {
    expect(await kubectl('api-resources')).toMatch(
      /applications +app,apps +argoproj.io\/v1alpha1 +true +Application/,
    );
    test.objects.setStatus(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        namespace: 'argocd',
        name: 'shop',
      },
      { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
    );
    expect(await kubectl('get', 'app', '-A')).toMatch(
      /NAMESPACE +NAME +SYNC STATUS +HEALTH STATUS\nargocd +shop +Synced +Healthy/,
    );
    expect(await kubectl('get', 'all', '-A', '--chunk-size=1')).not.toContain(
      'error',
    );
    expect(await kubectl('explain', 'app.spec.destination')).toContain(
      'namespace',
    );
  });

  it('applies, again with a change, and deletes', async () => {
    const deployment = (replicas: number) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        replicas,
        template: {
          spec: {
            containers: [{ name: 'web', image: `web:${replicas}` }],
          },
        },
      },
    });
    expect(await kubectl('apply', '-f', write(deployment(1)))).toContain(
      'deployment.apps/web created',
    );
    expect(await kubectl('apply', '-f', write(deployment(2)))).toContain(
      'deployment.apps/web configured',
    );
    expect(await kubectl('diff', '-f', write(deployment(2)))).toBe('');
    expect(await kubectl('scale', 'deployment/web', '--replicas=7')).toContain(
      'scaled',
    );
    expect(await kubectl('get', 'deployment', 'web', '-o', 'wide')).toMatch(
      /web +0\/7 .* web:2/,
    );
    expect(
      await kubectl('apply', '-f', write(sampleApplication('applied'))),
    ).toContain('created');
    expect(
      await kubectl(
        'apply',
        '-f',
        write({ ...sampleApplication('applied'), nonsense: 1 }),
      ),
    ).toContain('unknown field "nonsense"');
    expect(await kubectl('delete', 'deployment', 'web')).toContain(
      '"web" deleted',
    );
    expect(await kubectl('wait', '--for=delete', 'deployment/web')).not.toMatch(
      /error/i,
    );
  });

  it('writes the kinds that it knows', async () => {
    expect(await kubectl('create', 'namespace', 'made')).toContain('created');
    expect(
      await kubectl(
        '--namespace=made',
        'create',
        'configmap',
        'settings',
        '--from-literal=a=1',
        '--from-literal=b=',
      ),
    ).toContain('created');
    expect(
      test.objects.get({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'made',
        name: 'settings',
      }),
    ).toMatchObject({ data: { a: '1', b: '' } });
    expect(await kubectl('auth', 'can-i', 'patch', 'applications')).toContain(
      'yes',
    );
    expect(await kubectl('auth', 'whoami')).toContain('the-admin');
    expect(await kubectl('auth', 'can-i', '--list')).toContain('*.*');
  });
});
