import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

describe('faults of the forge', () => {
  const description = GithubDescription.read();
  const gitops = { owner: 'acme', repo: 'gitops' };
  let test: TestForge;

  beforeEach(async () => {
    test = await startTestForge(description);
  });
  afterEach(async () => test.stop());

  it('limits requests with headers, and answers what it is told to', async () => {
    const { rest } = test.client('ada');
    test.faults.add({
      surface: 'forge',
      times: 1,
      fault: { type: 'rate-limit', limit: 'secondary', seconds: 30 },
    });
    await expect(rest.repos.get(gitops)).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'retry-after': '30' } },
    });
    test.faults.add({
      surface: 'forge',
      path: '/pulls$',
      times: 1,
      fault: { type: 'status', status: 403 },
    });
    await rest.repos.get(gitops);
    await expect(
      rest.pulls.create({ ...gitops, head: 'a', base: 'b', title: 'c' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('cuts a connection before or after the effect', async () => {
    const { rest } = test.client('ada');
    const cut = (when: 'before' | 'after') =>
      test.faults.add({
        surface: 'forge',
        method: 'POST',
        times: 1,
        fault: { type: 'cut', when },
      });
    const label = { ...gitops, name: 'fairlead' };
    cut('before');
    await expect(rest.issues.createLabel(label)).rejects.toThrow();
    await expect(rest.issues.getLabel(label)).rejects.toMatchObject({
      status: 404,
    });
    cut('after');
    await expect(rest.issues.createLabel(label)).rejects.toThrow();
    await rest.issues.getLabel(label);
  });

  it('is gone until the fault is removed', async () => {
    const { rest } = test.client('ada');
    const answers = async () =>
      rest.repos.get(gitops).then(
        () => true,
        () => false,
      );
    const until = async (wanted: boolean) => {
      while ((await answers()) !== wanted) {
        await new Promise(resolve => setImmediate(resolve));
      }
    };
    expect(await answers()).toBe(true);
    const { id } = test.faults.add({
      surface: 'forge',
      fault: { type: 'down' },
    });
    await until(false);
    await test.commit('main', { 'meanwhile.txt': 'x' });
    test.faults.remove(id);
    await until(true);
  });
});
