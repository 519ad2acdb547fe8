import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readGitopsConfig } from './config';

const read = (data: JsonObject) => readGitopsConfig(new ConfigReader(data));
const readGitops = (gitops: JsonObject) => read({ gitops });
const url = 'https://one.example.com:6443';

describe('readGitopsConfig', () => {
  it('has defaults for everything', () => {
    const {
      environments,
      environmentRules,
      environmentPolicies,
      clusters,
      forges,
      promotions,
      notes,
    } = read({});
    expect(environments).toEqual([
      { name: 'dev', title: 'Dev', tier: 'development', after: [] },
      { name: 'staging', title: 'Staging', tier: 'staging', after: ['dev'] },
      { name: 'prod', title: 'Prod', tier: 'production', after: ['staging'] },
    ]);
    expect(environmentRules).toEqual([]);
    expect(environmentPolicies.prod).toEqual({ policy: {}, locked: [] });
    expect(forges).toEqual({ budget: {} });
    expect(clusters).toEqual([]);
    expect(promotions).toEqual({
      settleTimeMs: 30_000,
      syncTimeoutMs: 900_000,
      graceTimeMs: 120_000,
      pollIntervalMs: 30_000,
      branchPrefix: 'fairlead',
      labels: ['fairlead'],
      openAs: 'portal',
      policy: {},
      locked: [],
      pipelineFiles: ['fairlead.yaml', 'fairlead.yml'],
      checkHosts: [],
    });
    expect(notes).toEqual([
      'No clusters are configured, so no targets will be shown: list them under gitops.clusters, or under kubernetes.clusterLocatorMethods with the type "config".',
    ]);
  });

  it.each([
    ['dev', 'Dev', 'development'],
    ['test', 'Test', 'development'],
    ['qa', 'QA', 'staging'],
    ['uat-2', 'UAT 2', 'staging'],
    ['pre-prod', 'Pre Prod', 'staging'],
    ['production', 'Production', 'production'],
    ['prod-eu', 'Prod EU', 'production'],
    ['live', 'Live', 'production'],
    ['delivery', 'Delivery', 'development'],
  ])('guesses what %s is', (name, title, tier) => {
    const { environments } = readGitops({ environments: [{ name }] });
    expect(environments).toEqual([{ name, title, tier, after: [] }]);
  });

  it('takes the order as it is declared once any is', () => {
    const { environments } = readGitops({
      environments: [
        { name: 'dev' },
        { name: 'staging' },
        { name: 'prod-eu', after: ['staging'] },
        { name: 'prod-us', after: ['staging', 'dev'] },
      ],
    });
    expect(environments.map(({ after }) => after)).toEqual([
      [],
      [],
      ['staging'],
      ['staging', 'dev'],
    ]);
  });

  it('reads clusters, each with its own TLS settings', () => {
    const { clusters } = readGitops({
      clusters: [
        { name: 'one', url, token: 't', caData: 'Y2E=', title: 'One' },
        { name: 'two', url, serviceAccountToken: 't', skipTLSVerify: 'true' },
        { name: 'three', url, tokenFile: '/token', caFile: '/ca' },
        { name: 'four', kubeconfig: { file: '/kubeconfig', context: 'kind' } },
        { name: 'five', url },
        { name: 'six' },
        { name: 'seven', argocd: { url, tokenFile: '/token', caFile: '/ca' } },
      ],
    });
    expect(clusters).toEqual([
      {
        name: 'one',
        title: 'One',
        access: {
          type: 'url',
          url,
          token: 't',
          caData: 'Y2E=',
          skipTLSVerify: false,
        },
      },
      {
        name: 'two',
        access: { type: 'url', url, token: 't', skipTLSVerify: true },
      },
      {
        name: 'three',
        access: {
          type: 'url',
          url,
          tokenFile: '/token',
          caFile: '/ca',
          skipTLSVerify: false,
        },
      },
      {
        name: 'four',
        access: { type: 'kubeconfig', file: '/kubeconfig', context: 'kind' },
      },
      { name: 'five', access: expect.objectContaining({ type: 'unusable' }) },
      { name: 'six', access: expect.objectContaining({ type: 'unusable' }) },
      {
        name: 'seven',
        access: {
          type: 'argocd',
          url,
          tokenFile: '/token',
          caFile: '/ca',
          skipTLSVerify: false,
        },
      },
    ]);
  });

  it("reads the clusters of Backstage's Kubernetes plugin when it has none of its own", () => {
    const { clusters, notes } = read({
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'one',
                url,
                authProvider: 'serviceAccount',
                serviceAccountToken: 't',
                caData: 'Y2E=',
                skipMetricsLookup: true,
              },
              {
                name: 'two',
                url,
                authMetadata: {
                  'kubernetes.io/auth-provider': 'serviceAccount',
                  serviceAccountToken: 'u',
                },
                skipTLSVerify: true,
              },
              { name: 'three', url, authProvider: 'google' },
            ],
          },
          { type: 'localKubectlProxy' },
          { type: 'gke', projectId: 'acme' },
        ],
      },
    });
    expect(clusters).toEqual([
      {
        name: 'one',
        access: {
          type: 'url',
          url,
          token: 't',
          caData: 'Y2E=',
          skipTLSVerify: false,
        },
      },
      {
        name: 'two',
        access: { type: 'url', url, token: 'u', skipTLSVerify: true },
      },
      {
        name: 'three',
        access: {
          type: 'unusable',
          message:
            'The cluster is configured for the auth provider "google", and Fairlead reads clusters without a user',
          remedy: expect.stringContaining('serviceAccount'),
        },
      },
      {
        name: 'local',
        access: {
          type: 'url',
          url: 'http://localhost:8001',
          skipTLSVerify: false,
        },
      },
    ]);
    expect(notes).toEqual([
      'The clusters of kubernetes.clusterLocatorMethods[2] are not read, because their type is "gke": list them under gitops.clusters, each with the token of a service account. Once gitops.clusters is there, kubernetes.clusterLocatorMethods is no longer looked at.',
    ]);
  });

  it('reads durations in all forms', () => {
    const { promotions } = readGitops({
      promotions: {
        settleTime: '2m',
        syncTimeout: { minutes: 20 },
        graceTime: '10s',
        pollInterval: 'PT5S',
        branchPrefix: 'bots/fairlead',
        labels: [],
      },
    });
    expect(promotions).toMatchObject({
      settleTimeMs: 120_000,
      syncTimeoutMs: 1_200_000,
      graceTimeMs: 10_000,
      pollIntervalMs: 5_000,
      branchPrefix: 'bots/fairlead',
      labels: [],
    });
    const { forges } = readGitops({ forges: { spacing: '2s' } });
    expect(forges.budget.spacingMs).toBe(2_000);
    const free = readGitops({ forges: { limits: 'none' } });
    expect(free.forges.budget.writesPerHour).toBe(Infinity);
  });

  it('reads how environments are promoted to', () => {
    const { promotions, environmentPolicies } = readGitops({
      promotions: {
        openAs: 'user',
        locked: ['order', 'gates.verified'],
        pipelineFiles: ['pipeline.yaml'],
        checkHosts: ['Prometheus.example.com', '*.internal', 'localhost:9090'],
        policy: {
          lane: 'queue',
          rollback: { automatic: true, maxAge: { hours: 1 } },
          gates: { soak: '1d' },
        },
      },
      environments: [
        { name: 'dev', policy: { automatic: true, merge: 'forge' } },
        {
          name: 'prod',
          locked: ['gates.approvals', 'merge'],
          policy: {
            gates: {
              windows: {
                timeZone: 'Europe/Berlin',
                allow: [
                  { days: ['mon', 'tue'], from: '22:00', to: '04:00' },
                  { days: ['sat'] },
                ],
                deny: [{ fromDate: '2026-12-20', toDate: '2027-01-04T08:00' }],
              },
              approvals: { required: 2, from: ['owners', 'group:SRE'] },
              custom: [
                {
                  type: 'prometheus',
                  name: 'errors',
                  url: 'http://localhost:9090',
                  query: 'up',
                  max: 1,
                  patience: '5m',
                },
                { type: 'job', name: 'smoke', job: 'smoke' },
              ],
            },
            waves: { percent: [33.33, 33.33, 33.34], soak: '30m' },
            title: 'Bring {service} {version} to {to}',
          },
        },
      ],
    });
    expect(promotions).toMatchObject({
      openAs: 'user',
      locked: ['order', 'gates.verified'],
      pipelineFiles: ['pipeline.yaml'],
      checkHosts: ['prometheus.example.com', '*.internal', 'localhost:9090'],
      policy: {
        lane: 'queue',
        rollback: { automatic: true, maxAge: 3_600_000 },
        gates: { soak: 86_400_000 },
      },
    });
    expect(environmentPolicies.dev.policy).toEqual({
      automatic: true,
      merge: 'forge',
    });
    expect(environmentPolicies.prod).toMatchObject({
      locked: ['gates.approvals', 'merge'],
      policy: {
        gates: {
          approvals: { required: 2, from: ['owners', 'group:default/sre'] },
          custom: [{ patience: 300_000 }, { job: 'smoke' }],
        },
        waves: { percent: [33.33, 33.33, 33.34], soak: 1_800_000 },
      },
    });
  });

  it.each<[string, string, JsonObject]>([
    ['.lane', 'must be one of supersede, queue, reject.', { lane: 'replace' }],
    ['', 'has the unknown key "gate": did you mean "gates"?', { gate: {} }],
    [
      '.gates.soak',
      'is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.',
      { gates: { soak: '2 fortnights' } },
    ],
    [
      '.gates.soak',
      'is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.',
      { gates: { soak: { minute: 2 } } },
    ],
    [
      '.gates.windows.timeZone',
      'is no time zone: write an IANA name, such as Europe/Berlin.',
      { gates: { windows: { timeZone: 'Berlin' } } },
    ],
    [
      '.gates.windows',
      'must be a group of keys, or false for no windows.',
      { gates: { windows: true } },
    ],
    [
      '.gates.windows.allow[0].from',
      'is no time of day: write hours and minutes, such as "09:00".',
      { gates: { windows: { allow: [{ from: '9:00' }] } } },
    ],
    [
      '.gates.windows.deny[0].days[1]',
      'must be one of mon, tue, wed, thu, fri, sat, sun.',
      { gates: { windows: { deny: [{ days: ['mon', 'tuesday'] }] } } },
    ],
    [
      '.gates.windows.deny[0].toDate',
      'is a day that the calendar does not have.',
      {
        gates: {
          windows: { deny: [{ fromDate: '2026-02-01', toDate: '2026-02-30' }] },
        },
      },
    ],
    [
      '.gates.windows.deny[0]',
      'ends before it begins.',
      {
        gates: {
          windows: { deny: [{ fromDate: '2026-03-01', toDate: '2026-02-01' }] },
        },
      },
    ],
    [
      '.gates.windows.deny[0]',
      'has no toDate: write both dates.',
      { gates: { windows: { deny: [{ fromDate: '2026-02-01' }] } } },
    ],
    [
      '.gates.windows.allow[0]',
      'says no time: write days, from and to, or fromDate and toDate.',
      { gates: { windows: { allow: [{ reason: 'x' }] } } },
    ],
    [
      '.gates.windows.allow[0]',
      'begins and ends at the same time: leave both out for whole days.',
      { gates: { windows: { allow: [{ from: '09:00', to: '09:00' }] } } },
    ],
    [
      '.gates.approvals.from[0]',
      'must be owners, or the entity ref of a group or user, such as group:default/platform.',
      { gates: { approvals: { from: ['platform'] } } },
    ],
    [
      '.gates.approvals.required',
      'must be at least 1: write false for no approvals.',
      { gates: { approvals: { required: 0 } } },
    ],
    [
      '.gates.custom[0].type',
      'must be one of http, prometheus, job.',
      { gates: { custom: [{ type: 'htp', name: 'x' }] } },
    ],
    [
      '.gates.custom[1].name',
      'is the name of another check: give each one of its own.',
      {
        gates: {
          custom: [
            { type: 'job', name: 'x', job: 'x' },
            { type: 'job', name: 'x', job: 'y' },
          ],
        },
      },
    ],
    [
      '.gates.custom[0]',
      'would always pass: write min or max.',
      {
        gates: {
          custom: [
            { type: 'prometheus', name: 'x', url: 'https://p', query: 'up' },
          ],
        },
      },
    ],
    [
      '.waves.percent',
      'must add up to 100, and adds up to 90.',
      { waves: { percent: [10, 30, 50] } },
    ],
    [
      '.waves',
      'has both percent and clusters: keep one of the two.',
      { waves: { percent: [100], clusters: [['a']] } },
    ],
    [
      '.waves',
      'says no waves: write percent or clusters.',
      { waves: { soak: '1m' } },
    ],
    [
      '.title',
      'has the unknown placeholder {versoin}: did you mean {version}?',
      { title: '{versoin}' },
    ],
    ['.title', 'must be one line.', { title: 'a\nb' }],
  ])('says of a policy%s that it %s', (place, sentence, policy) => {
    expect(() => readGitops({ promotions: { policy } })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `gitops.promotions.policy${place} ${sentence}`,
      }),
    );
    expect(() => readGitops({ environments: [{ name: 'a', policy }] })).toThrow(
      `gitops.environments[0].policy${place} ${sentence}`,
    );
  });

  it.each<[string, JsonObject]>([
    [
      'gitops has the unknown key "enviroments": did you mean "environments"?',
      { enviroments: [] },
    ],
    [
      'gitops has the unknown key "kubernetes": remove it, or write one of environments, clusters, promotions, forges.',
      { kubernetes: {} },
    ],
    [
      'gitops.environments must be a list, and is a group of keys.',
      { environments: { dev: {} } },
    ],
    [
      'gitops.environments is empty: list at least one environment, or remove the key.',
      { environments: [] },
    ],
    [
      'gitops.environments[1].name is missing: write a text.',
      { environments: [{ name: 'dev' }, { title: 'Prod' }] },
    ],
    [
      'gitops.environments[0].name must be a text, and is a number.',
      { environments: [{ name: 1 }] },
    ],
    [
      'gitops.environments[0].name must consist of letters, digits and dashes, such as prod-eu.',
      { environments: [{ name: 'prod/eu' }] },
    ],
    [
      'gitops.environments[0].tier must be one of development, staging, production.',
      { environments: [{ name: 'prod', tier: 'prd' }] },
    ],
    [
      'gitops.environments[0] has the unknown key "tiers": did you mean "tier"?',
      { environments: [{ name: 'prod', tiers: 'x' }] },
    ],
    [
      'gitops.environments[0].after must be a list, and is a text.',
      { environments: [{ name: 'prod', after: 'dev' }] },
    ],
    [
      'gitops.environments names "Dev" twice: give each environment a name of its own.',
      { environments: [{ name: 'dev' }, { name: 'prod' }, { name: 'Dev' }] },
    ],
    [
      'gitops.environments[1].after names "stagin", which is no environment: write one of dev, prod, or add it.',
      { environments: [{ name: 'dev' }, { name: 'prod', after: ['stagin'] }] },
    ],
    [
      'gitops.environments has a cycle, dev → staging → prod → dev: remove one of these from the "after" of the next.',
      {
        environments: [
          { name: 'dev', after: ['prod'] },
          { name: 'staging', after: ['dev'] },
          { name: 'prod', after: ['staging'] },
          { name: 'other', after: ['prod'] },
        ],
      },
    ],
    [
      'gitops.environments has a cycle, dev → dev: remove one of these from the "after" of the next.',
      { environments: [{ name: 'dev', after: ['dev'] }] },
    ],
    [
      'gitops.environments[0].match[0].path is no regular expression (Unterminated group): write a glob such as envs/prod/**, or a regular expression between slashes.',
      { environments: [{ name: 'dev', match: [{ path: '/(dev/' }] }] },
    ],
    [
      'gitops.environments[0].match[1].label must be written as key=value.',
      {
        environments: [
          { name: 'dev', match: [{ name: 'x' }, { label: 'tier' }] },
        ],
      },
    ],
    [
      'gitops.environments[0].match[0] is empty and would match every target: name a cluster, namespace, label, path or name.',
      { environments: [{ name: 'dev', match: [{}] }] },
    ],
    [
      'gitops.environments[0].match[0] has the unknown key "clusters": did you mean "cluster"?',
      { environments: [{ name: 'dev', match: [{ clusters: 'x' }] }] },
    ],
    [
      'Two clusters are named "one": give each cluster a name of its own.',
      { clusters: [{ name: 'one' }, { name: 'one' }] },
    ],
    [
      'gitops.clusters[0].url must be a URL such as https://prod.example.com:6443, without a user.',
      { clusters: [{ name: 'one', url: 'one.example.com' }] },
    ],
    [
      'gitops.clusters[0].token must be a text, and is a number.',
      { clusters: [{ name: 'one', url, token: 123456 }] },
    ],
    [
      'gitops.clusters[0] has more than one of token, serviceAccountToken and tokenFile: keep one of them.',
      { clusters: [{ name: 'one', url, token: 't', tokenFile: '/t' }] },
    ],
    [
      'gitops.clusters[0] has caData but no url: write the URL of the API server.',
      { clusters: [{ name: 'one', caData: 'Y2E=' }] },
    ],
    [
      'gitops.clusters[0] has both kubeconfig and url: keep one of the two.',
      { clusters: [{ name: 'one', url, kubeconfig: { context: 'x' } }] },
    ],
    [
      'gitops.clusters[0] would send its token unencrypted: write a url that begins with https.',
      {
        clusters: [{ name: 'one', url: 'http://one.example.com', token: 't' }],
      },
    ],
    [
      'gitops.clusters[0] has both argocd and url: keep one of the two.',
      { clusters: [{ name: 'one', url, argocd: { url, token: 't' } }] },
    ],
    [
      'gitops.clusters[0] has no token in argocd: write token or tokenFile, of an account that may get applications.',
      { clusters: [{ name: 'one', argocd: { url } }] },
    ],
    [
      'gitops.clusters[0] would send its token unencrypted: write a url in argocd that begins with https.',
      {
        clusters: [
          { name: 'one', argocd: { url: 'http://a.example.com', token: 't' } },
        ],
      },
    ],
    [
      'gitops.clusters[0].skipTLSVerify must be true or false.',
      { clusters: [{ name: 'one', url, token: 't', skipTLSVerify: 'yes' }] },
    ],
    [
      'gitops.promotions.settleTime is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.',
      { promotions: { settleTime: '30' } },
    ],
    [
      'gitops.promotions.pollInterval is too short: write at least 1 seconds.',
      { promotions: { pollInterval: '10ms' } },
    ],
    [
      'gitops.promotions.branchPrefix must consist of letters, digits, dashes and slashes, such as fairlead.',
      { promotions: { branchPrefix: 'fairlead/' } },
    ],
    [
      'gitops.promotions has the unknown key "label": did you mean "labels"?',
      { promotions: { label: 'x' } },
    ],
    [
      'gitops.promotions.pipelineFiles[0] must be the name of a YAML file, such as fairlead.yaml.',
      { promotions: { pipelineFiles: ['ops/fairlead.yaml'] } },
    ],
    [
      'gitops.promotions.checkHosts[0] must be the name of a host, such as prometheus.example.com or *.example.com.',
      { promotions: { checkHosts: ['https://prometheus.example.com'] } },
    ],
    [
      'gitops.forges.spacing is no duration: write a number and a unit, such as "30s" or "15m", or an object such as { minutes: 15 }.',
      { forges: { spacing: 'soon' } },
    ],
  ])('says: %s', (sentence, gitops) => {
    expect(() => readGitops(gitops)).toThrow(
      expect.objectContaining({ name: 'InputError', message: sentence }),
    );
  });

  it("names the place of a mistake in Backstage's own section", () => {
    expect(() =>
      read({
        kubernetes: {
          clusterLocatorMethods: [{ type: 'config', clusters: [{ url }] }],
        },
      }),
    ).toThrow(
      'kubernetes.clusterLocatorMethods[0].clusters[0].name is missing: write a text.',
    );
  });
});
