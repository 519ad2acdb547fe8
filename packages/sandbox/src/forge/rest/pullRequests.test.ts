import { Octokit } from '@octokit/rest';
import { GithubDescription } from '../__testUtils__/GithubDescription';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

// Real Git in real processes, on a machine that is busy with other tests.
jest.setTimeout(30_000);

const gitops = { owner: 'acme', repo: 'gitops' };

describe('pull requests over REST', () => {
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

  it('lets nobody push to a branch that is changed by pull requests only', async () => {
    await ada.repos.updateBranchProtection({
      ...gitops,
      branch: 'main',
      required_status_checks: { strict: false, contexts: ['ci'] },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
      required_linear_history: true,
    });
    const before = await ada.git.getRef({ ...gitops, ref: 'heads/main' });
    const commit = await ada.git.createCommit({
      ...gitops,
      message: 'Past everybody',
      tree: before.data.object.sha,
      parents: [before.data.object.sha],
    });
    await expect(
      ada.git.updateRef({ ...gitops, ref: 'heads/main', sha: commit.data.sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message:
            'Changes must be made through a pull request. Required status check "ci" is expected.',
        },
      },
    });
    await expect(
      ada.repos.createOrUpdateFileContents({
        ...gitops,
        path: 'new.txt',
        message: 'Past everybody',
        content: '',
      }),
    ).rejects.toMatchObject({ status: 409 });
    expect(
      (await ada.git.getRef({ ...gitops, ref: 'heads/main' })).data,
    ).toEqual(before.data);

    const number = await openPullRequest();
    const { data } = await ada.pulls.get(number);
    await ada.repos.createCommitStatus({
      ...gitops,
      sha: data.head.sha,
      state: 'success',
      context: 'ci',
    });
    await bob.pulls.createReview({ ...number, event: 'APPROVE' });
    await expect(ada.pulls.merge(number)).rejects.toMatchObject({
      status: 405,
      response: {
        data: { message: 'This branch must not contain merge commits.' },
      },
    });
    await expect(
      ada.pulls.merge({
        ...number,
        merge_method: 'squash',
        sha: before.data.object.sha,
      }),
    ).rejects.toMatchObject({ status: 409 });
    await ada.pulls.merge({
      ...number,
      merge_method: 'squash',
      sha: data.head.sha,
    });
  });

  it('shows that a pull request is merged when it can be', async () => {
    await ada.repos.update({ ...gitops, allow_auto_merge: true });
    await ada.repos.updateBranchProtection({
      ...gitops,
      branch: 'main',
      required_status_checks: { strict: false, contexts: ['ci'] },
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    });
    const number = await openPullRequest();
    const { domain } = test.forge;
    const pullRequest = domain.pullRequests.byNumber(
      domain.repositories.byName({ owner: 'acme', name: 'gitops' }),
      number.pull_number,
    );
    await domain.scheduling.enableAutoMerge({
      pullRequest,
      actor: domain.users.byLogin('ada'),
      title: 'Later',
    });
    const { data } = await ada.pulls.get(number);
    expect(data.auto_merge).toMatchObject({
      enabled_by: { login: 'ada' },
      merge_method: 'merge',
      commit_title: 'Later',
    });
    await test.restart();
    const again = test.client('ada').rest;
    await again.repos.createCommitStatus({
      ...gitops,
      sha: data.head.sha,
      state: 'success',
      context: 'ci',
    });
    await test.forge.domain.scheduling.settled();
    expect((await again.pulls.get(number)).data).toMatchObject({
      merged: true,
      auto_merge: null,
    });
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
});
