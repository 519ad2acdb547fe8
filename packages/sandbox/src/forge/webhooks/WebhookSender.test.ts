import { createHmac } from 'crypto';
import { createServer, IncomingHttpHeaders, Server } from 'http';
import { AddressInfo } from 'net';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
  event: string;
  payload: { action?: string; after?: string };
}

describe('webhooks', () => {
  const description = GithubDescription.read();
  const gitops = { owner: 'acme', repo: 'gitops' };
  let test: TestForge;
  let server: Server;
  let deliveries: Delivery[];
  let changed: () => void = () => undefined;

  const listen = async (port: number) => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      deliveries.push({
        headers: request.headers,
        body,
        event: String(request.headers['x-github-event']),
        payload: JSON.parse(body),
      });
      response.end();
      changed();
    });
    await new Promise<void>(resolve =>
      server.listen(port, '127.0.0.1', resolve),
    );
    const address = server.address() as AddressInfo;
    return address.port;
  };
  const nextChange = async () =>
    new Promise<void>(resolve => {
      changed = resolve;
    });
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await nextChange();
  };
  const events = () =>
    deliveries.map(({ event, payload }) =>
      payload.action ? `${event}.${payload.action}` : event,
    );

  beforeEach(async () => {
    deliveries = [];
    test = await startTestForge(description);
  });
  afterEach(async () => {
    await test.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  it('tells signed and in order what happens to a pull request', async () => {
    const port = await listen(0);
    await test.forge.content.addWebhook({
      url: `http://127.0.0.1:${port}/hook`,
      secret: 'hush',
      events: [
        'push',
        'pull_request',
        'pull_request_review',
        'status',
        'check_run',
      ],
    });
    const ada = test.client('ada').rest;
    const bob = test.client('bob').rest;
    const sha = await test.commit('topic', { 'topic.txt': '1' });
    const { data } = await ada.pulls.create({
      ...gitops,
      head: 'topic',
      base: 'main',
      title: 'Topic',
    });
    const number = { ...gitops, pull_number: data.number };
    await ada.issues.addLabels({
      ...gitops,
      issue_number: data.number,
      labels: ['fairlead'],
    });
    await bob.pulls.createReview({ ...number, event: 'APPROVE' });
    await ada.repos.createCommitStatus({ ...gitops, sha, state: 'success' });
    await ada.checks.create({
      ...gitops,
      name: 'ci',
      head_sha: sha,
      conclusion: 'success',
    });
    const merged = await bob.pulls.merge(number);
    await until(
      () =>
        events().includes('pull_request.closed') && events().at(-1) === 'push',
    );
    expect(events()).toEqual([
      'push',
      'pull_request.opened',
      'pull_request.labeled',
      'pull_request_review.submitted',
      'status',
      'check_run.created',
      'check_run.completed',
      'pull_request.closed',
      'push',
    ]);
    for (const { headers, body } of deliveries) {
      const digest = createHmac('sha256', 'hush').update(body).digest('hex');
      expect(headers['x-hub-signature-256']).toBe(`sha256=${digest}`);
    }
    expect(deliveries[0].payload).toMatchObject({
      ref: 'refs/heads/topic',
      created: true,
      after: sha,
      repository: { full_name: 'acme/gitops' },
      sender: { login: 'ada' },
      commits: [{ id: sha, added: ['topic.txt'] }],
    });
    expect(deliveries.at(-2)?.payload).toMatchObject({
      number: data.number,
      sender: { login: 'bob' },
      pull_request: { merged: true, merge_commit_sha: merged.data.sha },
    });
    expect(
      new Set(deliveries.map(({ headers }) => headers['x-github-delivery']))
        .size,
    ).toBe(deliveries.length);
  });

  it('is managed over the API, and pings', async () => {
    const port = await listen(0);
    const ada = test.client('ada').rest;
    const config = {
      url: `http://127.0.0.1:${port}/hook`,
      content_type: 'json',
      secret: 'hush',
    };
    const hook = await ada.repos.createWebhook({
      ...gitops,
      config,
      events: ['push'],
    });
    await until(() => events().includes('ping'));
    expect(JSON.stringify(hook.data)).not.toContain('hush');
    await expect(
      ada.repos.createWebhook({ ...gitops, config }),
    ).rejects.toMatchObject({ status: 422 });
    const known = { ...gitops, hook_id: hook.data.id };
    await ada.repos.pingWebhook(known);
    await until(() => deliveries.length === 2);
    await ada.repos.updateWebhook({ ...known, events: ['status'] });
    await ada.repos.getWebhook(known);
    expect((await ada.repos.listWebhooks(gitops)).data).toHaveLength(1);
    await ada.repos.deleteWebhook(known);
    await ada.orgs.createWebhook({
      org: 'acme',
      name: 'web',
      config,
      events: ['push'],
    });
    expect((await ada.orgs.listWebhooks({ org: 'acme' })).data).toHaveLength(1);
    await until(() => deliveries.length === 3);
    await test.commit('main', { 'x.txt': 'x' });
    await until(() => deliveries.length === 4);
    expect(events()).toEqual(['ping', 'ping', 'ping', 'push']);
  });

  it('waits for a receiver that is not there yet, drops and repeats on request', async () => {
    const port = await listen(0);
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await test.forge.content.addWebhook({
      ...{ owner: 'acme', name: 'gitops' },
      url: `http://127.0.0.1:${port}/hook`,
      events: ['push'],
    });
    test.faults.add({ surface: 'webhooks', times: 1, fault: { type: 'drop' } });
    await test.commit('main', { 'dropped.txt': 'x' });
    const sha = await test.commit('main', { 'kept.txt': 'x' });
    await listen(port);
    await until(() => deliveries.length === 1);
    expect(deliveries[0].payload.after).toBe(sha);

    test.faults.add({
      surface: 'webhooks',
      path: 'push',
      times: 1,
      fault: { type: 'repeat', times: 2 },
    });
    await test.commit('main', { 'twice.txt': 'x' });
    await until(() => deliveries.length === 3);
    const [, second, third] = deliveries;
    expect(second.headers['x-github-delivery']).toBe(
      third.headers['x-github-delivery'],
    );
  });
});
