import { Octokit } from '@octokit/rest';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const gitops = { owner: 'acme', repo: 'gitops' };

describe('the REST API', () => {
  const description = GithubDescription.read();
  let test: TestForge;
  let ada: Octokit['rest'];
  let bob: Octokit['rest'];

  beforeEach(async () => {
    test = await startTestForge(description);
    ada = test.client('ada').rest;
    bob = test.client('bob').rest;
  });
  afterEach(async () => test.stop());

  const openPullRequest = async (branch = 'topic') => {
    await test.commit(branch, { [`${branch}.txt`]: 'new\n' });
    const { data } = await ada.pulls.create({
      ...gitops,
      head: branch,
      base: 'main',
      title: `Add ${branch}`,
      body: 'Because',
    });
    return { ...gitops, pull_number: data.number, issue_number: data.number };
  };

  it('knows who asks, and tells about people and organizations', async () => {
    const me = await ada.users.getAuthenticated();
    expect(me.data).toMatchObject({ login: 'ada', name: 'Ada Lovelace' });
    expect(me.headers).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-github-request-id': expect.any(String),
      'x-oauth-scopes': expect.stringContaining('repo'),
    });
    const used = async () => (await ada.rateLimit.get()).data.rate.used;
    const before = await used();
    await ada.users.getByUsername({ username: 'ADA' });
    expect(await used()).toBe(before + 1);
    await ada.users.getByUsername({ username: 'acme' });
    await ada.orgs.get({ org: 'acme' });
    await ada.orgs.listForAuthenticatedUser();
    await ada.orgs.listForUser({ username: 'bob' });
    expect((await ada.orgs.listMembers({ org: 'acme' })).data).toHaveLength(2);
    await ada.teams.create({ org: 'acme', name: 'Platform Team' });
    const team = { org: 'acme', team_slug: 'platform-team' };
    expect((await ada.teams.getByName(team)).data.members_count).toBe(1);
    await ada.teams.list({ org: 'acme' });
    await ada.teams.listMembersInOrg(team);
    await ada.teams.addOrUpdateRepoPermissionsInOrg({ ...team, ...gitops });
    await ada.meta.root();
    await ada.meta.get();
    await expect(
      test.client().rest.users.getAuthenticated(),
    ).rejects.toMatchObject({ status: 401 });
    await expect(
      new Octokit({
        baseUrl: `${test.forge.url}/api/v3`,
        auth: 'wrong',
        log: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: () => undefined,
        },
      }).rest.users.getAuthenticated(),
    ).rejects.toMatchObject({
      status: 401,
      response: { data: { message: 'Bad credentials' } },
    });
    await expect(
      ada.users.getByUsername({ username: 'nobody' }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('creates, changes and deletes repositories', async () => {
    const created = await ada.repos.createInOrg({
      org: 'acme',
      name: 'shop',
      private: true,
      description: 'The shop',
      auto_init: true,
    });
    expect(created.data).toMatchObject({
      full_name: 'acme/shop',
      private: true,
      default_branch: 'main',
      permissions: { push: true },
      clone_url: `${test.forge.url}/acme/shop.git`,
    });
    expect(created.data.size).toBeGreaterThan(0);
    await expect(
      ada.repos.createInOrg({ org: 'acme', name: 'Shop' }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          errors: [
            expect.objectContaining({
              message: 'name already exists on this account',
            }),
          ],
        },
      },
    });
    const mine = await ada.repos.createForAuthenticatedUser({ name: 'notes' });
    expect(mine.data).toMatchObject({ full_name: 'ada/notes', size: 0 });

    const shop = { owner: 'acme', repo: 'shop' };
    await expect(test.client().rest.repos.get(shop)).rejects.toMatchObject({
      status: 404,
    });
    await ada.repos.replaceAllTopics({ ...shop, names: ['GitOps'] });
    expect((await ada.repos.getAllTopics(shop)).data.names).toEqual(['gitops']);
    const changed = await ada.repos.update({
      ...shop,
      private: false,
      delete_branch_on_merge: true,
      description: 'Sells',
    });
    expect(changed.data).toMatchObject({
      private: false,
      delete_branch_on_merge: true,
      description: 'Sells',
      topics: ['gitops'],
    });
    await ada.repos.addCollaborator({ ...shop, username: 'bob' });
    const { data } = await ada.repos.getCollaboratorPermissionLevel({
      ...shop,
      username: 'bob',
    });
    expect(data.permission).toBe('admin');
    await expect(
      bob.repos.update({ owner: 'ada', repo: 'notes', description: 'x' }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      test.client('reader').rest.repos.update({ ...shop, description: 'x' }),
    ).rejects.toMatchObject({ status: 403 });

    const names = (await ada.repos.listForOrg({ org: 'acme' })).data.map(
      ({ name }) => name,
    );
    expect(names).toEqual(['gitops', 'shop']);
    await ada.repos.listForUser({ username: 'ada' });
    await ada.repos.listForAuthenticatedUser();
    await ada.repos.listForks(shop);
    await ada.repos.listLanguages(shop);
    await ada.activity.setRepoSubscription({ ...shop, subscribed: true });
    await ada.repos.delete(shop);
    await expect(ada.repos.get(shop)).rejects.toMatchObject({ status: 404 });
  });

  it('pages with links, and answers 304 to what has not changed', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      await test.commit('main', { 'n.txt': `${n}` });
    }
    const page = await ada.repos.listCommits({
      ...gitops,
      per_page: 2,
      page: 2,
      path: 'n.txt',
    });
    expect(page.data.map(({ sha }) => sha)).toHaveLength(2);
    expect(page.headers.link).toMatch(/page=3.*rel="next"/);
    expect(page.headers.link).toMatch(/page=1.*rel="prev"/);
    const all = await test
      .client('ada')
      .paginate('GET /repos/{owner}/{repo}/commits', {
        ...gitops,
        per_page: 2,
      });
    expect(all).toHaveLength(6);

    const { headers } = await ada.repos.get(gitops);
    expect(headers.etag).toBeDefined();
    await expect(
      ada.repos.get({ ...gitops, headers: { 'if-none-match': headers.etag } }),
    ).rejects.toMatchObject({ status: 304 });
    await ada.repos.update({ ...gitops, description: 'changed' });
    const again = await ada.repos.get({
      ...gitops,
      headers: { 'if-none-match': headers.etag },
    });
    expect(again.status).toBe(200);
  });

  it('reads and writes files', async () => {
    const path = 'apps/shop/values.yaml';
    const file = await ada.repos.getContent({ ...gitops, path });
    expect(file.headers['last-modified']).toBeDefined();
    expect(file.data).toMatchObject({ type: 'file', encoding: 'base64' });
    const raw = await ada.repos.getContent({
      ...gitops,
      path,
      mediaType: { format: 'raw' },
    });
    expect(raw.data).toBe('tag: "1.0.0"\n');
    const directory = await ada.repos.getContent({ ...gitops, path: '' });
    expect(directory.data).toEqual([
      expect.objectContaining({ name: 'README.md', type: 'file' }),
      expect.objectContaining({ name: 'apps', type: 'dir' }),
    ]);
    await ada.repos.getReadme(gitops);
    await expect(
      ada.repos.getContent({ ...gitops, path: 'missing' }),
    ).rejects.toMatchObject({ status: 404 });

    const write = {
      ...gitops,
      path,
      message: 'Bump',
      content: Buffer.from('tag: "1.1.0"\n').toString('base64'),
    };
    await expect(
      ada.repos.createOrUpdateFileContents(write),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      ada.repos.createOrUpdateFileContents({ ...write, sha: '0'.repeat(40) }),
    ).rejects.toMatchObject({ status: 409 });
    const { data: current } = await ada.repos.getContent({ ...gitops, path });
    const sha = 'sha' in current ? current.sha : undefined;
    const written = await ada.repos.createOrUpdateFileContents({
      ...write,
      sha,
    });
    expect(written.data.commit.message).toBe('Bump');
    const created = await ada.repos.createOrUpdateFileContents({
      ...write,
      path: 'new/file.txt',
    });
    expect(created.status).toBe(201);
    await ada.repos.deleteFile({
      ...gitops,
      path: 'new/file.txt',
      message: 'Delete',
      sha: created.data.content?.sha ?? '',
    });
    const files = await test.forge.content.listFiles({
      owner: 'acme',
      name: 'gitops',
      ref: 'main',
    });
    expect(files).toEqual(['README.md', path]);
  });

  it('writes the first file of an empty repository', async () => {
    await ada.repos.createInOrg({ org: 'acme', name: 'empty' });
    const empty = { owner: 'acme', repo: 'empty' };
    await expect(
      ada.git.getRef({ ...empty, ref: 'heads/main' }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(ada.repos.listCommits(empty)).rejects.toMatchObject({
      status: 409,
    });
    await ada.repos.createOrUpdateFileContents({
      ...empty,
      path: '.gitkeep',
      message: 'initialize repository',
      content: '',
      branch: 'main',
    });
    await ada.git.getRef({ ...empty, ref: 'heads/main' });
  });

  it('builds commits from blobs and trees, the ref last', async () => {
    const base = await ada.git.getCommit({
      ...gitops,
      commit_sha: (await ada.git.getRef({ ...gitops, ref: 'heads/main' })).data
        .object.sha,
    });
    const blob = await ada.git.createBlob({
      ...gitops,
      content: Buffer.from([0, 255, 1]).toString('base64'),
      encoding: 'base64',
    });
    const read = await ada.git.getBlob({ ...gitops, file_sha: blob.data.sha });
    expect(Buffer.from(read.data.content, 'base64')).toEqual(
      Buffer.from([0, 255, 1]),
    );
    const tree = await ada.git.createTree({
      ...gitops,
      base_tree: base.data.tree.sha,
      tree: [
        { path: 'bin/logo', mode: '100644', type: 'blob', sha: blob.data.sha },
        { path: 'apps/shop/run.sh', mode: '100755', content: '#!/bin/sh\n' },
        { path: 'README.md', mode: '100644', sha: null },
      ],
    });
    const whole = await ada.git.getTree({
      ...gitops,
      tree_sha: tree.data.sha,
      recursive: 'true',
    });
    expect(
      whole.data.tree
        .filter(({ type }) => type === 'blob')
        .map(({ path, mode }) => `${mode} ${path}`),
    ).toEqual([
      '100755 apps/shop/run.sh',
      '100644 apps/shop/values.yaml',
      '100644 bin/logo',
    ]);
    const commit = await ada.git.createCommit({
      ...gitops,
      message: 'Rebuild',
      tree: tree.data.sha,
      parents: [base.data.sha],
    });
    expect(commit.data.author).toMatchObject({ email: 'ada@acme.example' });
    const ref = { ...gitops, ref: 'refs/heads/feature/x' };
    await expect(
      ada.git.createRef({ ...ref, sha: '1'.repeat(40) }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Object does not exist' } },
    });
    await ada.git.createRef({ ...ref, sha: commit.data.sha });
    await expect(
      ada.git.createRef({ ...ref, sha: base.data.sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference already exists' } },
    });
    await ada.git.listMatchingRefs({ ...gitops, ref: 'heads/feature' });
    const heads = { ...gitops, ref: 'heads/feature/x' };
    await expect(
      ada.git.updateRef({ ...heads, sha: base.data.sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Update is not a fast forward' } },
    });
    await ada.git.updateRef({ ...heads, sha: base.data.sha, force: true });
    await ada.git.deleteRef(heads);
    await expect(ada.git.deleteRef(heads)).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference does not exist' } },
    });
  });

  it('compares and shows commits', async () => {
    await test.commit('feature/x', { 'x.txt': '1\n' });
    const head = await test.commit('feature/x', { 'README.md': null });
    await test.commit('main', { 'm.txt': 'm\n' });
    const { data } = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: 'main...feature/x',
    });
    expect(data).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      total_commits: 2,
      files: [
        expect.objectContaining({ filename: 'README.md', status: 'removed' }),
        expect.objectContaining({
          filename: 'x.txt',
          patch: '@@ -0,0 +1 @@\n+1',
        }),
      ],
    });
    expect(data.commits.map(({ sha }) => sha).at(-1)).toBe(head);
    const second = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: `${head}...main`,
      page: 2,
      per_page: 1,
    });
    expect(second.data.commits).toEqual([]);
    const same = await ada.repos.compareCommitsWithBasehead({
      ...gitops,
      basehead: 'main...main',
    });
    expect(same.data.status).toBe('identical');
    await expect(
      ada.repos.compareCommitsWithBasehead({
        ...gitops,
        basehead: 'v1...main',
      }),
    ).rejects.toMatchObject({ status: 404 });

    const commit = await ada.repos.getCommit({ ...gitops, ref: 'feature/x' });
    expect(commit.data.author).toMatchObject({ login: 'ada' });
    expect(commit.data.stats).toMatchObject({ deletions: 1, total: 1 });
    const diff = await ada.repos.getCommit({
      ...gitops,
      ref: head,
      mediaType: { format: 'diff' },
    });
    expect(String(diff.data)).toContain('diff --git a/README.md b/README.md');
    await expect(
      ada.repos.getCommit({ ...gitops, ref: 'nowhere' }),
    ).rejects.toMatchObject({ status: 422 });
    const merged = await ada.repos.merge({
      ...gitops,
      base: 'main',
      head: 'feature/x',
    });
    expect(merged.data.parents).toHaveLength(2);
    await ada.repos.listBranches(gitops);
    await ada.repos.getBranch({ ...gitops, branch: 'feature/x' });
    await expect(
      ada.repos.getBranch({ ...gitops, branch: 'gone' }),
    ).rejects.toMatchObject({ status: 404 });
    await ada.repos.listTags(gitops);
  });

  it('takes a pull request from opening to merge', async () => {
    const number = await openPullRequest();
    const opened = await ada.pulls.get(number);
    expect(opened.data).toMatchObject({
      state: 'open',
      user: { login: 'ada' },
      mergeable: true,
      mergeable_state: 'clean',
      commits: 1,
      changed_files: 1,
      additions: 1,
      head: { label: 'acme:topic', ref: 'topic' },
    });
    await expect(
      ada.pulls.create({
        ...gitops,
        head: 'acme:topic',
        base: 'main',
        title: 'x',
      }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message: 'Validation Failed',
          errors: [
            expect.objectContaining({
              message: 'A pull request already exists for acme:topic.',
            }),
          ],
        },
      },
    });
    await expect(
      ada.pulls.create({ ...gitops, head: 'gone', base: 'main', title: 'x' }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: { errors: [expect.objectContaining({ field: 'head' })] },
      },
    });
    await test.forge.domain.repositories.moveRef({
      repository: test.forge.domain.repositories.byName({
        owner: 'acme',
        name: 'gitops',
      }),
      ref: 'refs/heads/same',
      to: opened.data.base.sha,
      actor: test.forge.domain.users.byLogin('ada'),
    });
    await expect(
      ada.pulls.create({ ...gitops, head: 'same', base: 'main', title: 'x' }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          errors: [
            expect.objectContaining({
              message: 'No commits between main and same',
            }),
          ],
        },
      },
    });
    const listed = await ada.pulls.list({
      ...gitops,
      head: 'acme:topic',
      state: 'all',
    });
    expect(listed.data.map(pull => pull.number)).toEqual([number.pull_number]);
    expect((await ada.pulls.list({ ...gitops, base: 'other' })).data).toEqual(
      [],
    );
    await ada.pulls.update({ ...number, title: 'Better', body: 'Text' });
    expect((await ada.pulls.listFiles(number)).data).toEqual([
      expect.objectContaining({ filename: 'topic.txt', status: 'added' }),
    ]);
    expect((await ada.pulls.listCommits(number)).data).toHaveLength(1);
    const diff = await ada.pulls.get({
      ...number,
      mediaType: { format: 'diff' },
    });
    expect(String(diff.data)).toContain('+new');
    const patch = await ada.pulls.get({
      ...number,
      mediaType: { format: 'patch' },
    });
    expect(String(patch.data)).toContain('Subject: [PATCH] Change topic.txt');

    await test.commit('main', { 'other.txt': 'x' });
    await ada.pulls.updateBranch(number);
    await expect(ada.pulls.updateBranch(number)).rejects.toMatchObject({
      status: 422,
    });
    await expect(ada.pulls.checkIfMerged(number)).rejects.toMatchObject({
      status: 404,
    });
    await expect(
      bob.pulls.merge({ ...number, sha: opened.data.head.sha }),
    ).rejects.toMatchObject({ status: 409 });
    const merged = await bob.pulls.merge({ ...number, merge_method: 'squash' });
    const after = await ada.pulls.get(number);
    expect(after.data).toMatchObject({
      state: 'closed',
      merged: true,
      merged_by: { login: 'bob' },
      merge_commit_sha: merged.data.sha,
      commits: 2,
    });
    await ada.pulls.checkIfMerged(number);
    await expect(bob.pulls.merge(number)).rejects.toMatchObject({
      status: 405,
    });
    await ada.repos.listPullRequestsAssociatedWithCommit({
      ...gitops,
      commit_sha: merged.data.sha,
    });
    await expect(
      ada.pulls.update({ ...number, state: 'open' }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('refuses a conflict with 405, and closes and reopens', async () => {
    const number = await openPullRequest('clash');
    await test.commit('main', { 'clash.txt': 'ours\n' });
    expect((await ada.pulls.get(number)).data).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    await expect(ada.pulls.merge(number)).rejects.toMatchObject({
      status: 405,
      response: { data: { message: 'Pull Request is not mergeable' } },
    });
    const closed = await ada.pulls.update({ ...number, state: 'closed' });
    expect(closed.data.closed_at).toEqual(expect.any(String));
    const reopened = await ada.pulls.update({ ...number, state: 'open' });
    expect(reopened.data).toMatchObject({ state: 'open', closed_at: null });
  });

  it('blocks a merge until the protection of the branch is satisfied', async () => {
    const protectedMain = { ...gitops, branch: 'main' };
    await expect(
      ada.repos.getBranchProtection(protectedMain),
    ).rejects.toMatchObject({
      status: 404,
      response: { data: { message: 'Branch not protected' } },
    });
    await ada.repos.updateBranchProtection({
      ...protectedMain,
      required_status_checks: { strict: false, contexts: ['ci', 'scan'] },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });
    await ada.repos.getBranchProtection(protectedMain);
    await ada.repos.getBranch(protectedMain);
    await ada.repos.createCommitSignatureProtection(protectedMain);
    const number = await openPullRequest();
    const { data } = await ada.pulls.get(number);
    expect(data.mergeable_state).toBe('blocked');
    await expect(bob.pulls.merge(number)).rejects.toMatchObject({
      status: 405,
      response: {
        data: { message: expect.stringContaining('approving review') },
      },
    });
    await expect(
      ada.pulls.createReview({ ...number, event: 'APPROVE' }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      ada.pulls.requestReviewers({ ...number, reviewers: ['nobody'] }),
    ).rejects.toMatchObject({ status: 422 });
    await ada.pulls.requestReviewers({ ...number, reviewers: ['bob'] });
    await ada.pulls.listRequestedReviewers(number);
    await ada.pulls.removeRequestedReviewers({ ...number, reviewers: ['bob'] });
    await ada.pulls.requestReviewers({ ...number, reviewers: ['bob'] });
    const pending = await bob.pulls.createReview({ ...number, body: 'Hm' });
    await bob.pulls.submitReview({
      ...number,
      review_id: pending.data.id,
      event: 'REQUEST_CHANGES',
    });
    await bob.pulls.createReview({ ...number, event: 'APPROVE' });
    expect((await ada.pulls.listReviews(number)).data).toEqual([
      expect.objectContaining({ state: 'CHANGES_REQUESTED' }),
      expect.objectContaining({ state: 'APPROVED' }),
    ]);
    const { sha } = data.head;
    await ada.repos.createCommitStatus({
      ...gitops,
      sha,
      state: 'success',
      context: 'ci',
      target_url: 'https://ci.example/1',
    });
    const run = await ada.checks.create({
      ...gitops,
      name: 'scan',
      head_sha: sha,
      status: 'in_progress',
    });
    await expect(bob.pulls.merge(number)).rejects.toMatchObject({
      status: 405,
      response: {
        data: { message: 'Required status check "scan" is pending.' },
      },
    });
    await ada.checks.update({
      ...gitops,
      check_run_id: run.data.id,
      conclusion: 'success',
      output: { title: 'Fine', summary: 'Nothing found' },
    });
    await ada.checks.get({ ...gitops, check_run_id: run.data.id });
    expect(
      (await ada.checks.listForRef({ ...gitops, ref: 'topic' })).data
        .total_count,
    ).toBe(1);
    const combined = await ada.repos.getCombinedStatusForRef({
      ...gitops,
      ref: 'topic',
    });
    expect(combined.data).toMatchObject({ state: 'success', sha });
    await ada.repos.listCommitStatusesForRef({ ...gitops, ref: 'topic' });
    expect((await ada.pulls.get(number)).data.mergeable_state).toBe('clean');
    await bob.pulls.merge(number);
    await ada.repos.deleteBranchProtection(protectedMain);
  });

  it('labels, comments and assigns', async () => {
    const number = await openPullRequest();
    const label = { ...gitops, name: 'fairlead' };
    await ada.issues.addLabels({ ...number, labels: ['fairlead', 'urgent'] });
    expect((await ada.issues.getLabel(label)).data.color).toBe('ededed');
    await expect(ada.issues.createLabel(label)).rejects.toMatchObject({
      status: 422,
    });
    await ada.issues.createLabel({ ...gitops, name: 'x', color: '#ff0000' });
    await ada.issues.updateLabel({ ...label, color: '00ff00' });
    await ada.issues.removeLabel({ ...number, name: 'urgent' });
    await expect(
      ada.issues.removeLabel({ ...number, name: 'urgent' }),
    ).rejects.toMatchObject({ status: 404 });
    await ada.issues.setLabels({ ...number, labels: ['x', 'fairlead'] });
    expect(
      (await ada.issues.listLabelsOnIssue(number)).data.map(({ name }) => name),
    ).toEqual(['fairlead', 'x']);
    await ada.issues.listLabelsForRepo(gitops);
    await ada.issues.deleteLabel({ ...gitops, name: 'x' });

    const comment = await bob.issues.createComment({ ...number, body: 'Hi' });
    await bob.issues.updateComment({
      ...gitops,
      comment_id: comment.data.id,
      body: 'Hello',
    });
    await ada.issues.getComment({ ...gitops, comment_id: comment.data.id });
    expect((await ada.issues.listComments(number)).data).toEqual([
      expect.objectContaining({
        body: 'Hello',
        user: expect.objectContaining({ login: 'bob' }),
      }),
    ]);
    await bob.issues.deleteComment({ ...gitops, comment_id: comment.data.id });
    await ada.issues.addAssignees({ ...number, assignees: ['bob'] });
    const issue = await ada.issues.get(number);
    expect(issue.data).toMatchObject({
      assignees: [{ login: 'bob' }],
      labels: [{ name: 'fairlead' }],
      pull_request: { merged_at: null },
    });
    await ada.issues.removeAssignees({ ...number, assignees: ['bob'] });
    await ada.issues.listForRepo({ ...gitops, labels: 'fairlead' });
    await ada.issues.update({ ...number, state: 'closed' });
    expect((await ada.pulls.get(number)).data.state).toBe('closed');
  });

  it('searches', async () => {
    await openPullRequest();
    const code = await ada.search.code({
      q: 'tag repo:acme/gitops extension:yaml',
    });
    expect(code.data.items).toEqual([
      expect.objectContaining({ path: 'apps/shop/values.yaml' }),
    ]);
    expect(
      (await ada.search.repos({ q: 'git org:acme' })).data.total_count,
    ).toBe(1);
    expect(
      (
        await ada.search.issuesAndPullRequests({
          q: 'repo:acme/gitops is:pr is:open author:ada topic',
        })
      ).data.total_count,
    ).toBe(1);
  });

  it('opens a pull request quickly', async () => {
    await test.commit('topic', { 'topic.txt': 'new\n' });
    const started = performance.now();
    await ada.pulls.create({
      ...gitops,
      head: 'topic',
      base: 'main',
      title: 'x',
    });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
