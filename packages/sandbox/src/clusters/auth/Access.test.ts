import {
  applicationsPath,
  sampleApplication,
} from '../__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';

describe('access', () => {
  let test: TestCluster;

  beforeAll(async () => {
    test = await startTestCluster();
    test.objects.create(sampleApplication('shop'));
  });

  afterAll(() => test.cluster.stop());

  it('knows callers by their token only', async () => {
    const unauthorized = {
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    };
    expect(await test.stranger.get(applicationsPath)).toMatchObject(
      unauthorized,
    );
    expect(
      await test.admin.get('/version', { authorization: 'Basic YTpi' }),
    ).toMatchObject(unauthorized);
    expect(await test.stranger.get('/readyz')).toMatchObject({
      status: 200,
      text: 'ok',
    });
  });

  it('lets each role do what is its own', async () => {
    const patch = { metadata: { annotations: { touched: 'yes' } } };
    const secrets = '/api/v1/namespaces/argocd/secrets';
    const outcomes = async (role: 'reader' | 'writer' | 'admin') => ({
      list: (await test[role].get(applicationsPath)).status,
      secrets: (await test[role].get(secrets)).status,
      secret: (await test[role].get(`${secrets}/some`)).status,
      patch: (await test[role].patch(`${applicationsPath}/shop`, patch)).status,
      patchOther: (await test[role].patch('/api/v1/namespaces/argocd', patch))
        .status,
      create: (
        await test[role].post(applicationsPath, sampleApplication(`of-${role}`))
      ).status,
      delete: (
        await test[role].request('DELETE', `${applicationsPath}/of-admin`)
      ).status,
    });
    expect(await outcomes('reader')).toEqual({
      list: 200,
      secrets: 403,
      secret: 403,
      patch: 403,
      patchOther: 403,
      create: 403,
      delete: 403,
    });
    expect(await outcomes('writer')).toEqual({
      list: 200,
      secrets: 403,
      secret: 403,
      patch: 200,
      patchOther: 403,
      create: 403,
      delete: 403,
    });
    expect(await outcomes('admin')).toEqual({
      list: 200,
      secrets: 200,
      secret: 404,
      patch: 200,
      patchOther: 200,
      create: 201,
      delete: 200,
    });
  });

  it("refuses in Kubernetes' words", async () => {
    const { body } = await test.reader.patch(`${applicationsPath}/shop`, {});
    expect(body).toMatchObject({
      reason: 'Forbidden',
      code: 403,
      message:
        'applications.argoproj.io "shop" is forbidden: User "the-reader" cannot patch resource "applications" in API group "argoproj.io" in the namespace "argocd"',
      details: { name: 'shop', group: 'argoproj.io', kind: 'applications' },
    });
    const { body: clusterWide } = await test.reader.get('/api/v1/secrets');
    expect(clusterWide.message).toBe(
      'secrets is forbidden: User "the-reader" cannot list resource "secrets" in API group "" at the cluster scope',
    );
  });

  it('answers reviews', async () => {
    const allowed = async (role: 'reader' | 'writer', verb: string) => {
      const { body } = await test[role].post(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          spec: {
            resourceAttributes: {
              verb,
              group: 'argoproj.io',
              resource: 'applications',
              namespace: 'argocd',
            },
          },
        },
      );
      return body.status.allowed;
    };
    expect(await allowed('reader', 'list')).toBe(true);
    expect(await allowed('reader', 'patch')).toBe(false);
    expect(await allowed('writer', 'patch')).toBe(true);
    expect(await allowed('writer', 'create')).toBe(false);

    const { body: self } = await test.reader.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
    );
    expect(self.status).toMatchObject({
      userInfo: { username: 'the-reader' },
    });

    const review = (token: string) =>
      test.admin.post('/apis/authentication.k8s.io/v1/tokenreviews', {
        spec: { token },
      });
    expect((await review('writer-token')).body.status).toMatchObject({
      authenticated: true,
      user: { username: 'the-writer' },
    });
    expect((await review('wrong')).body.status.authenticated).toBe(false);
  });
});
