import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import express, { Express } from 'express';
import request from 'supertest';
import { ForgeDomain, openForgeDomain } from '../domain';
import { ForgeStore } from '../ForgeStore';
import { resolveActor } from '../http/actor';
import { createGraphqlRouter } from './createGraphqlRouter';

const shop = { owner: 'acme', name: 'shop' };
const ada = { name: 'Ada', email: 'ada@example.com' };

describe('createGraphqlRouter', () => {
  let directory: string;
  let forge: ForgeDomain;
  let store: ForgeStore;
  let app: Express;
  let first: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'fairlead-graphql-'));
    forge = await openForgeDomain({
      dataDir: directory,
      baseUrl: 'http://localhost:7010',
      onError: error => {
        throw error;
      },
    });
    store = ForgeStore.create(forge);
    forge.users.put({
      login: 'acme',
      name: 'Acme',
      email: '',
      type: 'Organization',
    });
    const maintainer = forge.users.put({
      login: 'ada',
      ...ada,
      tokens: ['ada-token'],
      readOnlyTokens: ['read-token'],
    });
    forge.users.put({
      login: 'fairlead[bot]',
      name: 'Fairlead',
      email: 'bot@example.com',
      type: 'Bot',
      tokens: ['bot-token'],
    });
    forge.users.putTeam({
      organization: forge.users.byLogin('acme'),
      name: 'Team Shop',
      memberIds: [maintainer.id],
    });
    await store.createRepository({ ...shop, description: 'The shop' });
    ({ sha: first } = await store.commitFiles({
      ...shop,
      branch: 'main',
      message: 'Begin\n\nWith a body.',
      author: ada,
      date: '2026-01-02T03:04:05Z',
      files: {
        'catalog-info.yaml': 'kind: Component\n',
        'src/index.ts': 'export {};\r\n',
        'logo.png': 'a\0b',
      },
    }));
    app = express();
    app.use(resolveActor(forge));
    app.use('/api/graphql', createGraphqlRouter(forge));
  });
  afterEach(async () => {
    await forge.close();
    await rm(directory, { recursive: true, force: true });
  });

  const send = async (
    query: string,
    variables: Record<string, unknown> = {},
    token = 'bot-token',
  ) => {
    const response = await request(app)
      .post('/api/graphql')
      .set('authorization', `token ${token}`)
      .send({ query, variables })
      .expect(200);
    return response.body;
  };

  const openPullRequest = async (branch = 'feature') => {
    await store.commitFiles({
      ...shop,
      branch,
      message: 'Change',
      author: ada,
      files: { [`${branch}.txt`]: 'new\n' },
    });
    const { data } = await send(
      `{ repository(owner: "acme", name: "shop") { id } }`,
    );
    const answer = await send(
      `mutation ($input: CreatePullRequestInput!) {
        createPullRequest(input: $input) { clientMutationId pullRequest { id number } }
      }`,
      {
        input: {
          clientMutationId: 'mine',
          repositoryId: data.repository.id,
          headRefName: branch,
          baseRefName: 'main',
          title: 'A change',
          body: 'Because',
        },
      },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.createPullRequest.clientMutationId).toBe('mine');
    return answer.data.createPullRequest.pullRequest as {
      id: string;
      number: number;
    };
  };

  it('reads refs, commits, trees and blobs', async () => {
    const { data, errors } = await send(`{
      repository(owner: "ACME", name: "Shop") {
        nameWithOwner url visibility isEmpty
        owner { __typename login }
        defaultBranchRef { name prefix target { oid } }
        refs(refPrefix: "refs/heads/", first: 5) { totalCount nodes { name } }
        ref(qualifiedName: "refs/heads/none") { name }
        object(expression: "HEAD:src") {
          ... on Tree { entries { name path type mode object { ... on Blob { text byteSize isBinary isTruncated } } } }
        }
        binary: object(expression: "main:logo.png") { ... on Blob { isBinary text } }
        missing: object(expression: "main:nowhere") { oid }
        commit: object(expression: "main") {
          ... on Commit {
            oid abbreviatedOid message messageHeadline messageBody committedDate url
            author { name email avatarUrl user { login } }
            tree { oid }
            parents(first: 1) { nodes { oid } }
            history(first: 1, path: "src") { totalCount nodes { oid } }
            file(path: "src/index.ts") { path extension mode type oid }
            nowhere: file(path: "nowhere") { path }
            additions changedFiles
            statusCheckRollup { state }
          }
        }
      }
    }`);
    expect(errors).toBeUndefined();
    expect(data.repository).toMatchObject({
      nameWithOwner: 'acme/shop',
      url: 'http://localhost:7010/acme/shop',
      visibility: 'PUBLIC',
      isEmpty: false,
      owner: { __typename: 'Organization', login: 'acme' },
      defaultBranchRef: {
        name: 'main',
        prefix: 'refs/heads/',
        target: { oid: first },
      },
      refs: { totalCount: 1, nodes: [{ name: 'main' }] },
      ref: null,
      object: {
        entries: [
          {
            name: 'index.ts',
            path: 'src/index.ts',
            type: 'blob',
            mode: 33188,
            object: {
              text: 'export {};\r\n',
              byteSize: 12,
              isBinary: false,
              isTruncated: false,
            },
          },
        ],
      },
      binary: { isBinary: true, text: null },
      missing: null,
      commit: {
        oid: first,
        abbreviatedOid: first.slice(0, 7),
        message: 'Begin\n\nWith a body.',
        messageHeadline: 'Begin',
        messageBody: 'With a body.',
        committedDate: '2026-01-02T03:04:05Z',
        url: `http://localhost:7010/acme/shop/commit/${first}`,
        author: {
          name: 'Ada',
          email: 'ada@example.com',
          user: { login: 'ada' },
        },
        parents: { nodes: [] },
        history: { totalCount: 1, nodes: [{ oid: first }] },
        file: {
          path: 'src/index.ts',
          extension: '.ts',
          mode: 33188,
          type: 'blob',
        },
        nowhere: null,
        additions: 2,
        changedFiles: 3,
        statusCheckRollup: null,
      },
    });
  });

  it('opens, labels, reviews, checks and merges a pull request', async () => {
    const { id, number } = await openPullRequest();
    const repository = forge.repositories.byName(shop);
    const label = await send(
      `mutation ($repo: ID!) { createLabel(input: { repositoryId: $repo, name: "fairlead", color: "0b5cad" }) { label { id } } }`,
      { repo: forge.nodes.idOf({ kind: 'Repository', value: repository }) },
    );
    const labelled = await send(
      `mutation ($id: ID!, $labels: [ID!]!, $users: [ID!]) {
        addLabelsToLabelable(input: { labelableId: $id, labelIds: $labels }) { labelable { labels(first: 5) { nodes { name } } } }
        requestReviews(input: { pullRequestId: $id, userIds: $users, union: true }) { pullRequest { number } }
        addComment(input: { subjectId: $id, body: "Look" }) { commentEdge { node { body author { login } } } }
      }`,
      {
        id,
        labels: [label.data.createLabel.label.id],
        users: [
          forge.nodes.idOf({ kind: 'User', value: forge.users.byLogin('ada') }),
        ],
      },
    );
    expect(labelled.errors).toBeUndefined();
    expect(labelled.data.addLabelsToLabelable.labelable.labels.nodes).toEqual([
      { name: 'fairlead' },
    ]);
    // A bot has no suffix in GraphQL, other than in REST.
    expect(labelled.data.addComment.commentEdge.node).toEqual({
      body: 'Look',
      author: { login: 'fairlead' },
    });
    const bot = forge.users.byLogin('fairlead[bot]');
    const { headSha } = forge.pullRequests.byNumber(repository, number);
    await forge.checks.createStatus({
      repository,
      actor: bot,
      sha: headSha,
      state: 'success',
      context: 'ci',
    });
    await forge.checks.createCheckRun({
      repository,
      actor: bot,
      sha: headSha,
      name: 'lint',
      status: 'in_progress',
    });
    await send(
      `mutation ($id: ID!) { addPullRequestReview(input: { pullRequestId: $id, event: APPROVE, body: "Good" }) { pullRequestReview { state } } }`,
      { id },
      'ada-token',
    );
    const fields = `
      state merged mergeable mergeStateStatus mergedAt mergedBy { login } mergeCommit { oid }
      headRefName headRefOid headRef { target { oid } } baseRefName author { login } isCrossRepository
      reviewDecision latestOpinionatedReviews(first: 20) { nodes { state author { login } } }
      reviewRequests(first: 5) { totalCount }
      commits(last: 1) { totalCount nodes { commit { messageHeadline statusCheckRollup { state contexts(first: 5) { totalCount } } } } }
      files(first: 5) { nodes { path changeType additions } }
      timelineItems(itemTypes: [CLOSED_EVENT], last: 1) { nodes { __typename ... on ClosedEvent { actor { login } } } }`;
    const query = `query ($number: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $number) { ${fields} } } }`;
    const before = await send(query, { number });
    expect(before.errors).toBeUndefined();
    expect(before.data.repository.pullRequest).toMatchObject({
      state: 'OPEN',
      merged: false,
      mergeable: 'MERGEABLE',
      mergeStateStatus: 'UNSTABLE',
      mergeCommit: null,
      headRefName: 'feature',
      headRefOid: headSha,
      headRef: { target: { oid: headSha } },
      author: { login: 'fairlead' },
      reviewDecision: null,
      latestOpinionatedReviews: {
        nodes: [{ state: 'APPROVED', author: { login: 'ada' } }],
      },
      reviewRequests: { totalCount: 0 },
      commits: {
        totalCount: 1,
        nodes: [
          {
            commit: {
              messageHeadline: 'Change',
              statusCheckRollup: {
                state: 'PENDING',
                contexts: { totalCount: 2 },
              },
            },
          },
        ],
      },
      files: {
        nodes: [{ path: 'feature.txt', changeType: 'ADDED', additions: 1 }],
      },
      timelineItems: { nodes: [] },
    });

    const merged = await send(
      `mutation ($id: ID!) { mergePullRequest(input: { pullRequestId: $id, mergeMethod: SQUASH }) { pullRequest { ${fields} } } }`,
      { id },
      'ada-token',
    );
    expect(merged.errors).toBeUndefined();
    expect(merged.data.mergePullRequest.pullRequest).toMatchObject({
      state: 'MERGED',
      mergeable: 'UNKNOWN',
      mergedBy: { login: 'ada' },
      mergeCommit: { oid: await store.resolveRef({ ...shop, ref: 'main' }) },
      commits: { totalCount: 1 },
      timelineItems: {
        nodes: [{ __typename: 'ClosedEvent', actor: { login: 'ada' } }],
      },
    });
  });

  it('writes commits and refs', async () => {
    const { data } = await send(
      `mutation ($repo: ID!, $oid: GitObjectID!) {
        createRef(input: { repositoryId: $repo, name: "refs/heads/topic", oid: $oid }) { ref { id name } }
      }`,
      {
        repo: forge.nodes.idOf({
          kind: 'Repository',
          value: forge.repositories.byName(shop),
        }),
        oid: first,
      },
    );
    const { id } = data.createRef.ref;
    const commit = `mutation ($head: GitObjectID!) {
      createCommitOnBranch(input: {
        branch: { repositoryNameWithOwner: "acme/shop", branchName: "topic" }
        expectedHeadOid: $head
        message: { headline: "Write" }
        fileChanges: { additions: [{ path: "a/b.txt", contents: "aGkK" }], deletions: [{ path: "logo.png" }] }
      }) { commit { oid changedFiles } ref { name } }
    }`;
    const written = await send(commit, { head: first });
    expect(written.data.createCommitOnBranch).toMatchObject({
      commit: { changedFiles: 2 },
      ref: { name: 'topic' },
    });
    expect(await send(commit, { head: first })).toMatchObject({
      data: { createCommitOnBranch: null },
      errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'] }],
    });
    const update = `mutation ($id: ID!, $oid: GitObjectID!, $force: Boolean) { updateRef(input: { refId: $id, oid: $oid, force: $force }) { ref { target { oid } } } }`;
    expect(await send(update, { id, oid: first })).toMatchObject({
      errors: [
        { type: 'UNPROCESSABLE', message: expect.stringMatching('fast') },
      ],
    });
    expect(await send(update, { id, oid: first, force: true })).toMatchObject({
      data: { updateRef: { ref: { target: { oid: first } } } },
    });
    await send(
      `mutation ($id: ID!) { deleteRef(input: { refId: $id }) { clientMutationId } }`,
      { id },
    );
    expect(await store.resolveRef({ ...shop, ref: 'topic' })).toBeUndefined();
  });

  it('moves refs all or none, and only from where they are expected to be', async () => {
    const { sha: second } = await store.commitFiles({
      ...shop,
      branch: 'topic',
      message: 'Second',
      author: ada,
      files: { 'b.txt': 'b' },
    });
    const repositoryId = forge.nodes.idOf({
      kind: 'Repository',
      value: forge.repositories.byName(shop),
    });
    const move = async (
      ...refUpdates: Array<Record<string, string | boolean>>
    ) =>
      send(
        `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`,
        { input: { repositoryId, refUpdates } },
      );
    const name = 'refs/heads/topic';
    const none = '0'.repeat(40);
    const other = {
      name: 'refs/heads/other',
      beforeOid: none,
      afterOid: first,
    };
    const at = async (ref: string) => store.resolveRef({ ...shop, ref });

    expect(
      await move(other, { name, beforeOid: first, afterOid: first }),
    ).toMatchObject({ errors: [{ type: 'STALE_DATA' }] });
    expect(await at('other')).toBeUndefined();
    expect(
      await move(other, { name, beforeOid: second, afterOid: first }),
    ).toMatchObject({ errors: [{ message: 'Update is not a fast forward' }] });
    expect(
      await move(other, {
        name,
        beforeOid: second,
        afterOid: first,
        force: true,
      }),
    ).toMatchObject({ data: { updateRefs: { clientMutationId: null } } });
    expect([await at('other'), await at('topic')]).toEqual([first, first]);
    await move({ name, beforeOid: first, afterOid: none });
    expect(await at('topic')).toBeUndefined();

    forge.protections.put({
      repository: forge.repositories.byName(shop),
      branch: 'main',
      checks: { strict: false, contexts: ['ci'] },
    });
    await store.commitFiles({
      ...shop,
      branch: 'next',
      startRef: 'main',
      message: 'Next',
      author: ada,
      files: { 'c.txt': 'c' },
    });
    expect(
      await move({
        name: 'refs/heads/main',
        afterOid: (await at('next')) ?? '',
      }),
    ).toMatchObject({
      errors: [{ message: expect.stringContaining('"ci" is expected') }],
    });
  });

  it('merges later: by auto-merge, or by the merge queue of the branch', async () => {
    const repository = forge.repositories.byName(shop);
    const one = await openPullRequest('one');
    const two = await openPullRequest('two');
    const fields = `autoMergeRequest { mergeMethod commitHeadline enabledBy { login } }
      isInMergeQueue isMergeQueueEnabled viewerCanEnableAutoMerge
      mergeQueueEntry { position state enqueuer { login } headCommit { oid } }`;
    const see = async ({ number }: { number: number }) => {
      await forge.scheduling.settled();
      const { data } = await send(
        `query ($number: Int!) { repository(owner: "acme", name: "shop") {
          pullRequest(number: $number) { state ${fields}
            timelineItems(last: 1) { nodes { __typename } } } } }`,
        { number },
      );
      return data.repository.pullRequest;
    };
    const run = async (mutation: string, input: Record<string, string>) =>
      send(
        `mutation ($input: ${mutation[0].toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { clientMutationId } }`,
        { input },
      );
    const enable = async ({ id }: { id: string }) =>
      run('enablePullRequestAutoMerge', {
        pullRequestId: id,
        commitHeadline: 'Later',
      });
    const refusals: Array<string | undefined> = [];
    const refusal = (answer: { errors?: Array<{ message: string }> }) =>
      refusals.push(answer.errors?.[0].message);
    refusal(await enable(one));
    forge.repositories.update(repository, { allowAutoMerge: true });
    refusal(await enable(one));
    forge.protections.put({
      repository,
      branch: 'main',
      checks: { strict: false, contexts: ['ci'] },
    });
    refusal(
      await run('enablePullRequestAutoMerge', {
        pullRequestId: one.id,
        expectedHeadOid: first,
      }),
    );
    refusal(
      await run('disablePullRequestAutoMerge', { pullRequestId: one.id }),
    );
    refusal(await run('enqueuePullRequest', { pullRequestId: one.id }));
    expect(refusals).toEqual([
      'Pull request Auto merge is not allowed for this repository',
      'Pull request Pull request is in clean status',
      'Pull request Head branch was modified. Review and try again.',
      'Pull request Auto-merge is not enabled for this pull request',
      'Pull request Branch main does not have a merge queue enabled',
    ]);

    expect((await enable(one)).errors).toBeUndefined();
    expect(await see(one)).toMatchObject({
      state: 'OPEN',
      autoMergeRequest: {
        mergeMethod: 'MERGE',
        commitHeadline: 'Later',
        enabledBy: { login: 'fairlead' },
      },
      timelineItems: { nodes: [{ __typename: 'AutoMergeEnabledEvent' }] },
    });
    await run('disablePullRequestAutoMerge', { pullRequestId: one.id });
    expect(await see(one)).toMatchObject({ autoMergeRequest: null });

    forge.protections.put({
      repository,
      branch: 'main',
      checks: { strict: false, contexts: ['ci'] },
      mergeQueue: true,
    });
    const pass = async (sha: string) =>
      forge.checks.createStatus({
        repository,
        actor: forge.users.byLogin('ada'),
        sha,
        state: 'success',
        context: 'ci',
      });
    const headOf = ({ number }: { number: number }) =>
      forge.pullRequests.byNumber(repository, number).headSha;
    await enable(one);
    expect(await see(one)).toMatchObject({
      isMergeQueueEnabled: true,
      isInMergeQueue: false,
      autoMergeRequest: { commitHeadline: 'Later' },
    });
    await pass(headOf(one));
    await pass(headOf(two));
    expect(
      (await run('enqueuePullRequest', { pullRequestId: two.id })).errors,
    ).toBeUndefined();
    expect(await see(one)).toMatchObject({
      autoMergeRequest: null,
      isInMergeQueue: true,
      mergeQueueEntry: { position: 1, enqueuer: { login: 'fairlead' } },
    });
    const waiting = await see(two);
    expect(waiting).toMatchObject({ mergeQueueEntry: { position: 2 } });
    expect(
      await run('mergePullRequest', { pullRequestId: one.id }),
    ).toMatchObject({
      errors: [{ message: 'Changes must be made through the merge queue' }],
    });

    await pass((await see(one)).mergeQueueEntry.headCommit.oid);
    expect(await see(one)).toMatchObject({
      state: 'MERGED',
      isInMergeQueue: false,
    });
    // What it would be merged to has moved, so it is built and checked anew.
    const rebuilt = (await see(two)).mergeQueueEntry.headCommit.oid;
    expect(rebuilt).not.toBe(waiting.mergeQueueEntry.headCommit.oid);
    await run('dequeuePullRequest', { id: two.id });
    expect(await see(two)).toMatchObject({
      state: 'OPEN',
      mergeQueueEntry: null,
      timelineItems: {
        nodes: [{ __typename: 'RemovedFromMergeQueueEvent' }],
      },
    });
    await run('enqueuePullRequest', { pullRequestId: two.id });
    await forge.checks.createStatus({
      repository,
      actor: forge.users.byLogin('ada'),
      sha: (await see(two)).mergeQueueEntry.headCommit.oid,
      state: 'failure',
      context: 'ci',
    });
    expect(await see(two)).toMatchObject({
      state: 'OPEN',
      isInMergeQueue: false,
    });
    const git = await forge.repositories.git(repository);
    expect(git.refs.list('refs/heads/gh-readonly-queue/')).toEqual([]);
  });

  it('edits a comment', async () => {
    const { id, number } = await openPullRequest();
    const added = await send(
      `mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "One" }) { commentEdge { node { id } } } }`,
      { id },
    );
    const comment = added.data.addComment.commentEdge.node.id;
    const edit = `mutation ($id: ID!) { updateIssueComment(input: { id: $id, body: "Two" }) { issueComment { body viewerDidAuthor } } }`;
    expect(await send(edit, { id: comment })).toMatchObject({
      data: {
        updateIssueComment: {
          issueComment: { body: 'Two', viewerDidAuthor: true },
        },
      },
    });
    expect(await send(edit, { id })).toMatchObject({
      errors: [{ type: 'NOT_FOUND' }],
    });
    const pullRequest = forge.pullRequests.byNumber(
      forge.repositories.byName(shop),
      number,
    );
    expect(forge.comments.list(pullRequest)).toMatchObject([{ body: 'Two' }]);
  });

  it('answers what Backstage asks of organizations', async () => {
    const { data, errors } = await send(`{
      repositoryOwner(login: "acme") {
        login
        repositories(first: 10) {
          nodes {
            name url isArchived isFork visibility
            catalogInfoFile: object(expression: "HEAD:catalog-info.yaml") { __typename ... on Blob { id text } }
            repositoryTopics(first: 100) { nodes { ... on RepositoryTopic { topic { name } } } }
            defaultBranchRef { name }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
      organization(login: "acme") {
        membersWithRole(first: 10) {
          pageInfo { hasNextPage endCursor }
          nodes { avatarUrl bio email id login name organizationVerifiedDomainEmails(login: "acme") }
        }
        teams(first: 10, userLogins: ["ada"]) {
          nodes {
            slug combinedSlug name description avatarUrl editTeamUrl parentTeam { slug }
            members(first: 10, membership: IMMEDIATE) { pageInfo { hasNextPage } nodes { login } }
          }
        }
      }
      user(login: "ada") { organizations(first: 100) { nodes { login } pageInfo { hasNextPage endCursor } } }
      viewer { login }
      rateLimit { cost limit remaining nodeCount }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      repositoryOwner: {
        repositories: {
          nodes: [
            {
              name: 'shop',
              catalogInfoFile: {
                __typename: 'Blob',
                text: 'kind: Component\n',
              },
              defaultBranchRef: { name: 'main' },
            },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
      organization: {
        membersWithRole: { nodes: [{ login: 'ada', name: 'Ada' }] },
        teams: {
          nodes: [
            {
              combinedSlug: 'acme/team-shop',
              members: { nodes: [{ login: 'ada' }] },
            },
          ],
        },
      },
      user: { organizations: { nodes: [{ login: 'acme' }] } },
      viewer: { login: 'fairlead' },
      rateLimit: { limit: 5000, cost: 1 },
    });
  });

  it('pages through lists, and refuses what GitHub refuses', async () => {
    await openPullRequest('one');
    await openPullRequest('two');
    await openPullRequest('three');
    const list = `query ($first: Int, $after: String) { repository(owner: "acme", name: "shop") {
      pullRequests(first: $first, after: $after, states: [OPEN], orderBy: { field: CREATED_AT, direction: DESC }) {
        totalCount nodes { headRefName } pageInfo { hasNextPage endCursor }
      } } }`;
    const page = await send(list, { first: 2 });
    expect(page.data.repository.pullRequests).toMatchObject({
      totalCount: 3,
      nodes: [{ headRefName: 'three' }, { headRefName: 'two' }],
      pageInfo: { hasNextPage: true },
    });
    const { endCursor: after } = page.data.repository.pullRequests.pageInfo;
    expect(
      (await send(list, { first: 2, after })).data.repository.pullRequests,
    ).toMatchObject({
      nodes: [{ headRefName: 'one' }],
      pageInfo: { hasNextPage: false },
    });
    expect((await send(list, {})).errors).toMatchObject([
      {
        type: 'MISSING_PAGINATION_BOUNDARIES',
        path: ['repository', 'pullRequests'],
      },
    ]);
    expect((await send(list, { first: 101 })).errors).toMatchObject([
      { type: 'EXCESSIVE_PAGINATION' },
    ]);
    const { errors } =
      await send(`{ organization(login: "acme") { repositories(first: 100) { nodes {
      pullRequests(first: 100) { nodes { commits(first: 100) { nodes { id } } } } } } } }`);
    expect(errors).toMatchObject([{ type: 'MAX_NODE_LIMIT_EXCEEDED' }]);
  });

  it('says what it could not do next to what it could', async () => {
    const { data, errors } = await send(`{
      here: repository(owner: "acme", name: "shop") { name pullRequest(number: 99) { id } }
      gone: repository(owner: "acme", name: "gone") { name }
      nobody: user(login: "nobody") { id }
      nodes(ids: ["R_bm9uZQ"]) { id }
    }`);
    expect(data).toEqual({
      here: { name: 'shop', pullRequest: null },
      gone: null,
      nobody: null,
      nodes: [null],
    });
    expect(errors).toEqual(
      expect.arrayContaining([
        {
          type: 'NOT_FOUND',
          path: ['gone'],
          locations: [{ line: 3, column: 7 }],
          message:
            "Could not resolve to a Repository with the name 'acme/gone'.",
        },
        expect.objectContaining({ path: ['here', 'pullRequest'] }),
        expect.objectContaining({ path: ['nobody'] }),
        expect.objectContaining({ path: ['nodes', 0] }),
      ]),
    );
  });

  it('refuses queries that are not of the published schema, and says so when it does not know a field', async () => {
    expect(
      await send(`{ repository(owner: "acme", name: "shop") { colour } }`),
    ).toMatchObject({
      errors: [{ extensions: { code: 'undefinedField', fieldName: 'colour' } }],
    });
    expect((await send('{ repository(')).errors).toHaveLength(1);
    expect(
      (
        await send(
          'query ($oid: GitObjectID!) { repository(owner: "acme", name: "shop") { object(oid: $oid) { oid } } }',
          { oid: 'main' },
        )
      ).errors,
    ).toHaveLength(1);
    expect(
      await send(`{ repository(owner: "acme", name: "shop") { diskUsage } }`),
    ).toMatchObject({
      data: { repository: { diskUsage: null } },
      errors: [{ message: expect.stringContaining('Repository.diskUsage') }],
    });
  });

  it('lets nobody in without a token, and nobody write with one for reading', async () => {
    await request(app)
      .post('/api/graphql')
      .send({ query: '{ viewer { login } }' })
      .expect(401);
    const { id } = await openPullRequest();
    const { errors } = await send(
      `mutation ($id: ID!) { closePullRequest(input: { pullRequestId: $id }) { pullRequest { state } } }`,
      { id },
      'read-token',
    );
    expect(errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  });

  it('refuses in the words of GitHub what can not be done', async () => {
    const { id } = await openPullRequest();
    const repositoryId = forge.nodes.idOf({
      kind: 'Repository',
      value: forge.repositories.byName(shop),
    });
    const open = `mutation ($repo: ID!, $head: String!) {
      createPullRequest(input: { repositoryId: $repo, headRefName: $head, baseRefName: "main", title: "Again" }) { pullRequest { id } } }`;
    expect(
      await send(open, { repo: repositoryId, head: 'feature' }),
    ).toMatchObject({
      data: { createPullRequest: null },
      errors: [
        {
          type: 'UNPROCESSABLE',
          path: ['createPullRequest'],
          message: 'A pull request already exists for acme:feature.',
        },
      ],
    });
    expect(
      (await send(open, { repo: repositoryId, head: 'main' })).errors,
    ).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'No commits between main and main' },
    ]);
    expect(
      (await send(open, { repo: 'R_none', head: 'main' })).errors,
    ).toMatchObject([{ type: 'NOT_FOUND' }]);
    expect(
      (
        await send(
          `mutation ($id: ID!) { addPullRequestReview(input: { pullRequestId: $id, event: APPROVE }) { pullRequestReview { id } } }`,
          { id },
        )
      ).errors,
    ).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  });

  it('counts the points of the hourly limit', async () => {
    const response = await request(app)
      .post('/api/graphql')
      .set('authorization', 'bearer bot-token')
      .send({ query: '{ viewer { login } }' });
    expect(response.headers).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-resource': 'graphql',
    });
  });
});
