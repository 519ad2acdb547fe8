import {
  defaultPolicy,
  environmentPolicySchema,
  pipelineSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { pipelineConfig } from './__testUtils__/pipelineConfig';
import { inFileOrder, parsePipelineFile } from './parsePipelineFile';
import { PipelineConfig, resolvePipeline } from './resolvePipeline';

const entityRef = 'component:default/orders';

function read(content: string, config: PipelineConfig = pipelineConfig()) {
  const { authored, mistakes, place } = parsePipelineFile(content);
  const resolved = resolvePipeline({
    entityRef,
    config,
    ...(authored && {
      file: { authored, path: 'services/orders/fairlead.yaml' },
    }),
  });
  const all = inFileOrder([...mistakes, ...resolved.mistakes.map(place)]);
  return {
    pipeline: pipelineSchema.parse(resolved.pipeline),
    mistakes: all.map(
      ({ line, column, message }) => `${line}:${column} ${message}`,
    ),
    policy: (name: string) =>
      resolved.pipeline.policies.find(
        ({ environment }) => environment === name,
      ),
  };
}

const graph = (content: string, config?: PipelineConfig) => {
  const { pipeline, mistakes } = read(content, config);
  expect(mistakes).toEqual([]);
  return pipeline.environments
    .map(({ name, after }) => `${name}<${after.join('+')}`)
    .join(' ');
};

describe('a pipeline', () => {
  it.each(['', '# nothing yet\n', '{}'])('without a word: %j', content => {
    const { pipeline, mistakes } = read(content);
    expect(mistakes).toEqual([]);
    expect(pipeline).toEqual({
      entityRef,
      environments: [
        { name: 'dev', after: [] },
        { name: 'staging', after: ['dev'] },
        { name: 'prod-eu', after: ['staging'] },
        { name: 'prod-us', after: ['staging'] },
      ],
      policies: ['dev', 'staging', 'prod-eu', 'prod-us'].map(defaultPolicy),
      promoted: {
        chart: true,
        targetRevision: true,
        paths: [],
        directories: [],
      },
      problems: [],
    });
  });

  it('has the environments of a list, in its order', () => {
    expect(graph('environments: [dev, prod-eu, prod-us]')).toBe(
      'dev< prod-eu<dev prod-us<prod-eu',
    );
    expect(
      graph(`
environments:
  - { name: prod-us, after: [staging] }
  - { name: prod-eu, after: [staging] }
  - staging
`),
    ).toBe('staging< prod-us<staging prod-eu<staging');
  });

  it('keeps the environments that a group of keys does not name', () => {
    expect(graph('environments: { prod-us: { merge: forge } }')).toBe(
      'dev< staging<dev prod-eu<staging prod-us<staging',
    );
    expect(graph('environments: { staging: false, dev: }')).toBe(
      'dev< prod-eu<dev prod-us<dev',
    );
    expect(graph('environments: { prod-us: { after: [prod-eu] } }')).toBe(
      'dev< staging<dev prod-eu<staging prod-us<prod-eu',
    );
  });

  it('lays the nearer over the farther: defaults, portal, environment, file, environment of the file', () => {
    const config = pipelineConfig({
      promotions: {
        policy: {
          lane: 'queue',
          reviewers: ['a'],
          rollback: { automatic: true },
          gates: {
            soak: '1m',
            checks: true,
            approvals: { from: ['group:sre'] },
            windows: { timeZone: 'Europe/Berlin', deny: [{ days: ['sun'] }] },
          },
          waves: { percent: [50, 50], soak: '1h' },
        },
      },
      environments: [
        { name: 'dev', policy: { gates: { approvals: false } } },
        {
          name: 'prod',
          policy: { merge: 'forge', gates: { approvals: { required: 2 } } },
        },
      ],
    });
    const { policy, mistakes } = read(
      `
policy:
  reviewers: [b, c]
  rollback: { maxAge: 5m }
  gates: { soak: 2m }
environments:
  prod:
    waves: { clusters: [[canary-*]], failureLimit: 3 }
    gates:
      soak: 3m
      windows: { allow: [{ from: "22:00" }] }
      custom:
        - { type: job, name: smoke, job: smoke-test }
`,
      config,
    );
    expect(mistakes).toEqual([]);
    const shared = {
      lane: 'queue',
      reviewers: ['b', 'c'],
      rollback: { automatic: true, maxAgeMs: 300_000, gated: false },
    };
    expect(policy('dev')).toEqual({
      ...defaultPolicy('dev'),
      ...shared,
      waves: { percent: [50, 50], soakMs: 3_600_000, failureLimit: 0 },
      gates: {
        ...defaultPolicy('dev').gates,
        soakMs: 120_000,
        checks: true,
        windows: {
          timeZone: 'Europe/Berlin',
          allow: [],
          deny: [{ days: ['sun'], from: '00:00', to: '24:00' }],
          phases: ['open', 'merge'],
        },
      },
    });
    expect(policy('prod')).toEqual({
      ...defaultPolicy('prod'),
      ...shared,
      merge: 'forge',
      waves: { clusters: [['canary-*']], soakMs: 0, failureLimit: 3 },
      gates: {
        ...defaultPolicy('prod').gates,
        soakMs: 180_000,
        checks: true,
        approvals: { required: 2, from: ['group:default/sre'] },
        windows: {
          timeZone: 'Europe/Berlin',
          allow: [
            {
              days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
              from: '22:00',
              to: '24:00',
            },
          ],
          deny: [{ days: ['sun'], from: '00:00', to: '24:00' }],
          phases: ['open', 'merge'],
        },
        custom: [
          {
            type: 'job',
            name: 'smoke',
            job: 'smoke-test',
            phases: ['finish'],
            patienceMs: 900_000,
          },
        ],
      },
    });
  });

  it('promotes exactly what it names, with paths from the root', () => {
    expect(
      read(`
promote:
  images: [ghcr.io/acme/orders, localhost:5000/worker]
  paths:
    - { file: "overlays/{environment}/values.yaml", path: image.tag }
    - { file: "/shared/{environment}.yaml", path: orders }
  directories: ["../config/{environment}/"]
`).pipeline.promoted,
    ).toEqual({
      images: ['ghcr.io/acme/orders', 'localhost:5000/worker'],
      chart: false,
      targetRevision: false,
      paths: [
        {
          file: 'services/orders/overlays/{environment}/values.yaml',
          path: 'image.tag',
        },
        { file: 'shared/{environment}.yaml', path: 'orders' },
      ],
      directories: ['services/config/{environment}'],
    });
    expect(
      read('promote: { images: true, chart: true }').pipeline.promoted,
    ).toEqual({
      chart: true,
      targetRevision: false,
      paths: [],
      directories: [],
    });
  });

  it('asks only the hosts that the portal allows to services', () => {
    const config = pipelineConfig({
      promotions: {
        checkHosts: ['prometheus.acme.dev', '*.svc', 'localhost:9090'],
        policy: {
          gates: {
            custom: [{ type: 'http', name: 'own', url: 'http://anything' }],
          },
        },
      },
    });
    const check = (url: string) =>
      read(
        `policy: { gates: { custom: [{ type: http, name: a, url: "${url}" }] } }`,
        config,
      );
    for (const url of [
      'https://prometheus.acme.dev:8443/x',
      'http://orders.svc',
      'http://localhost:9090',
    ]) {
      const { mistakes, policy } = check(url);
      expect(mistakes).toEqual([]);
      expect(policy('dev')?.gates.custom).toMatchObject([{ name: 'a' }]);
    }
    for (const url of [
      'http://localhost:9091',
      'http://169.254.169.254/latest',
      'https://prometheus.acme.dev.evil.example',
      'https://svc',
    ]) {
      const { mistakes, policy } = check(url);
      expect(mistakes).toEqual([
        expect.stringMatching(
          /^1:\d+ policy\.gates\.custom\[0\]\.url names a host that the portal does not ask for services/,
        ),
      ]);
      expect(policy('dev')?.gates.custom).toEqual([]);
    }
    expect(read('', config).policy('dev')?.gates.custom).toMatchObject([
      { name: 'own', url: 'http://anything' },
    ]);
  });

  it('may not say what the portal keeps to itself', () => {
    const config = pipelineConfig({
      promotions: { locked: ['order', 'reviewers'] },
      environments: [
        { name: 'dev' },
        {
          name: 'prod',
          locked: ['merge', 'gates.approvals'],
          policy: { gates: { approvals: { required: 2 } } },
        },
      ],
    });
    const { mistakes, policy, pipeline } = read(
      `environments:
  dev: false
  prod:
    merge: automatic
    gates:
      soak: 1m
      approvals: false
policy:
  reviewers: [me]
  merge: forge
`,
      config,
    );
    const decides = 'the portal decides about it.';
    expect(mistakes).toEqual([
      `2:8 environments.dev may not be changed here: ${decides}`,
      `4:12 environments.prod.merge may not be set here: ${decides}`,
      `7:18 environments.prod.gates.approvals may not be set here: ${decides}`,
      `9:3 policy.reviewers may not be set here: ${decides}`,
    ]);
    expect(pipeline.environments).toHaveLength(2);
    expect(policy('dev')?.merge).toBe('forge');
    expect(policy('prod')).toMatchObject({
      merge: 'people',
      reviewers: [],
      gates: { soakMs: 60_000, approvals: { required: 2, from: ['owners'] } },
    });
    expect(read('environments: [dev]', config).mistakes).toEqual([
      '1:1 environments may not be a list: the portal decides about the order. Write a group of keys.',
    ]);
  });

  it.each<[string, string, string[]]>([
    [
      'broken syntax',
      'environments:\n  - dev\n policy: {}\n',
      [expect.stringMatching(/^3:\d+ This is not valid YAML: /)],
    ],
    [
      'a key that is written twice',
      'policy: {}\npolicy: {}\n',
      ['2:1 The same key is written twice: keep one of them.'],
    ],
    [
      'two documents',
      'policy: {}\n---\npolicy: {}\n',
      [expect.stringMatching(/^\d:\d The file has more than one document/)],
    ],
    [
      'a list',
      '# hello\n- dev\n',
      ['2:1 The file must be a group of keys, and is a list.'],
    ],
    [
      'unknown keys',
      'polcy: {}\npolicy:\n  gates:\n    soack: 1h\n    sok: 1h\n  other: 1\n',
      [
        '1:1 The file has the unknown key "polcy": did you mean "policy"?',
        '4:5 policy.gates has the unknown key "soack": did you mean "soak"?',
        '5:5 policy.gates has the unknown key "sok": did you mean "soak"?',
        '6:3 policy has the unknown key "other": remove it, or write one of availability, lane, merge, automatic, rollback, gates, waves, reviewers, labels, title, body.',
      ],
    ],
    [
      'an unknown environment, in a list and in a group',
      'environments:\n  - dev\n  - name: stagin\n',
      [
        '3:5 environments[1] names "stagin", which is no environment of the portal: did you mean "staging"?',
      ],
    ],
    [
      'an unknown environment in a group',
      'environments:\n  dev:\n  qa: {}\n',
      [
        '3:3 environments names "qa", which is no environment of the portal: write one of dev, staging, prod-eu, prod-us.',
      ],
    ],
    [
      'what comes after nothing',
      'environments:\n  - dev\n  - name: prod-eu\n    after: [dev, staging]\n  - name: prod-us\n    after:\n      - prodeu\n  - dev\n',
      [
        '4:18 environments[1].after[1] names staging, which this file leaves out.',
        '7:9 environments[2].after[0] names "prodeu", which is no environment of the portal: did you mean "prod-eu"?',
        '8:5 environments[3] names dev a second time.',
      ],
    ],
    [
      'a cycle',
      'environments:\n  dev:\n    after: [prod-eu]\n',
      [
        '3:5 environments.dev.after makes a cycle, dev → staging → prod-eu → dev: remove one of these.',
      ],
    ],
    [
      'nothing left',
      'environments: { dev: false, staging: false, prod-eu: false, prod-us: false }',
      ['1:1 environments leaves out everything.'],
    ],
    [
      'a bad duration and a wrong type, behind an anchor',
      'x: &x\n  soak: soon\npolicy:\n  gates: *x\n  automatic: "yes"\n',
      [
        '1:1 The file has the unknown key "x": remove it, or write one of environments, policy, promote.',
        expect.stringMatching(/^2:9 policy.gates.soak is no duration: write/),
        '5:14 policy.automatic must be true or false, and is a text.',
      ],
    ],
    [
      'what is missing or empty',
      'policy:\n  gates:\n  waves:\n    soak: 1m\npromote: {}\n',
      [
        '2:3 policy.gates must be a group of keys, and is empty.',
        '3:3 policy.waves says no waves: write percent or clusters.',
        '5:1 promote names nothing, so nothing could be promoted: name something, or remove the key.',
      ],
    ],
    [
      'checks',
      'policy:\n  gates:\n    custom:\n      - type: http\n        name: a\n      - type: job\n        name: b\n        jobb: x\n      - typ: job\n',
      [
        '4:9 policy.gates.custom[0].url is missing: write a text.',
        '6:9 policy.gates.custom[1].job is missing: write a text.',
        '8:9 policy.gates.custom[1] has the unknown key "jobb": did you mean "job"?',
        '9:9 policy.gates.custom[2].type must be one of http, prometheus, job.',
      ],
    ],
    [
      'paths',
      'promote:\n  images: ["orders:1.0"]\n  paths:\n    - { file: values.yaml, path: a }\n  directories: ["/../{environment}"]\n',
      [
        '2:12 promote.images[0] must be the name of an image, without tag and digest.',
        '4:15 promote.paths[0].file must contain {environment}, which stands for the name of each environment.',
      ],
    ],
    [
      'a path that leads out',
      'promote:\n  directories: ["../../../{environment}", "/../{environment}"]\n',
      [
        '2:17 promote.directories[0] leads out of the repository.',
        '2:43 promote.directories[1] leads out of the repository.',
      ],
    ],
    [
      'aliases without bound',
      `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`,
      [expect.stringMatching(/^1:1 The file can't be read as YAML: /)],
    ],
    [
      'a large file',
      `#${' '.repeat(300_000)}`,
      ['1:1 The file is larger than 256 KiB.'],
    ],
  ])('says where the mistake is: %s', (_, content, mistakes) => {
    expect(read(content).mistakes).toEqual(mistakes);
    expect(read(content.replace(/\n/g, '\r\n')).mistakes).toEqual(mistakes);
  });

  it('always has an order in which nothing comes before what it comes after', () => {
    const names = ['dev', 'staging', 'prod-eu', 'prod-us'];
    const name = fc.constantFrom(...names);
    const after = fc.option(fc.uniqueArray(name, { maxLength: 2 }), {
      nil: undefined,
    });
    const list = fc.array(fc.oneof(name, fc.record({ name, after })), {
      minLength: 1,
      maxLength: 5,
    });
    const group = fc.dictionary(
      name,
      fc.oneof(fc.constant(false), fc.constant(null), fc.record({ after })),
    );
    fc.assert(
      fc.property(fc.oneof(list, group), environments => {
        const { pipeline, mistakes } = read(stringify({ environments }));
        const order = pipeline.environments.map(each => each.name);
        expect(order.length).toBeGreaterThan(0);
        expect(new Set(order).size).toBe(order.length);
        pipeline.environments.forEach((each, index) => {
          for (const before of each.after) {
            expect(order.slice(0, index)).toContain(before);
          }
        });
        expect(pipeline.policies.map(each => each.environment)).toEqual(order);
        pipeline.policies.forEach(each => environmentPolicySchema.parse(each));
        for (const mistake of mistakes) {
          expect(mistake).toMatch(/^[1-9]\d*:[1-9]\d* environments/);
        }
        expect(mistakes.length === 0 || order.length === names.length).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});
