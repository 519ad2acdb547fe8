import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import {
  ManagedStage,
  managedStagesSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import fc from 'fast-check';
import { contextWith, objectsIn, shop, stageOf } from './__testUtils__/shop';
import { goDurationMs } from './mapping/goDuration';
import { kargoPipeline } from './KargoPipeline';

const objects = shop();

/** What comes of an object, or the words in which it is refused; anything else that is thrown is a failure. */
function attempt(object: unknown): unknown {
  try {
    return kargoPipeline.map(object, contextWith(objects));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function map(name: string, all: readonly unknown[] = objects): ManagedStage {
  const mapped = kargoPipeline.map(stageOf(all, name), contextWith(all));
  const { stages, ...rest } = managedStagesSchema.parse(mapped);
  expect(rest).toMatchObject({ system: 'kargo', pipeline: 'shop' });
  expect(stages).toHaveLength(1);
  return stages[0];
}

describe('stages of Kargo', () => {
  it('shows what is there, what is on its way, and with which pull request', () => {
    expect(map('dev')).toEqual({
      name: 'dev',
      after: [],
      direct: true,
      controlFlow: false,
      current: {
        id: 'aaaaaaaaaaaaaaaa',
        title: 'calm-otter',
        version: { images: [{ name: 'ghcr.io/acme/orders', tag: '1.4.2' }] },
        commits: [],
        createdAt: '2026-10-01T08:00:00Z',
      },
      candidates: [
        {
          id: 'cccccccccccccccc',
          title: 'ccccccc',
          version: {
            images: [],
            chart: {
              name: 'orders',
              version: '2.0.0',
              repository: 'oci://ghcr.io/acme/charts/orders',
            },
          },
          commits: [],
          createdAt: '2026-10-02T09:00:00Z',
          available: true,
          approved: false,
          verifiedIn: [],
        },
        {
          id: 'bbbbbbbbbbbbbbbb',
          title: 'brave-lynx',
          version: {
            images: [
              { name: 'ghcr.io/acme/orders', tag: '1.5.0', digest: 'sha256:b' },
            ],
          },
          commits: [
            {
              repoUrl: 'https://github.com/acme/gitops.git',
              sha: 'b'.repeat(40),
              branch: 'main',
              message: 'Bump orders',
              author: 'Ada',
            },
          ],
          createdAt: '2026-10-02T08:00:00Z',
          available: true,
          approved: false,
          verifiedIn: ['dev'],
        },
      ],
      promotion: {
        name: 'dev.01k0.bbbbbbb',
        phase: 'Running',
        state: 'running',
        freight: 'bbbbbbbbbbbbbbbb',
        startedAt: '2026-10-02T08:20:00Z',
        requestedBy: 'user:default/ada',
        steps: [
          { name: 'git-clone', state: 'succeeded' },
          { name: 'open-pr', state: 'succeeded' },
          {
            name: 'wait',
            state: 'running',
            message: 'Waiting for the pull request',
          },
          { name: 'argocd-update', state: 'pending' },
        ],
        pullRequest: {
          url: 'https://github.com/acme/gitops/pull/41',
          number: 41,
          state: 'open',
        },
      },
      verification: {
        phase: 'Successful',
        state: 'passed',
        startedAt: '2026-10-01T08:05:00Z',
        finishedAt: '2026-10-01T08:10:00Z',
      },
      health: { status: 'Unknown', raw: 'Unknown' },
      message: 'A promotion is running',
      gates: [],
      automatic: true,
      holds: [],
      targets: [{ namespace: 'argocd', name: 'orders-dev' }],
      actions: ['promote'],
    });
  });

  it('says what a stage waits for: verification, and the time that freight has to be in the stage before', () => {
    const prod = map('prod');
    expect(
      prod.candidates.map(({ title, available, why, until }) => ({
        title,
        available,
        why,
        until,
      })),
    ).toEqual([
      {
        title: 'ccccccc',
        available: false,
        why: 'It is not verified in dev yet.',
      },
      {
        title: 'brave-lynx',
        available: false,
        why: 'It has to be in dev for 1h0m0s.',
        until: '2026-10-02T09:30:00.000Z',
      },
    ]);
    expect(prod).toMatchObject({
      health: { status: 'Healthy' },
      lastPromotion: {
        name: 'prod.01jz.aaaaaaa',
        state: 'succeeded',
        steps: [],
      },
      holds: [
        {
          reason:
            'Kept at aaaaaaa of orders, since somebody promoted that instead of what is newest.',
          by: 'email:eve@example.com',
          since: '2026-10-01T12:00:00Z',
        },
      ],
      targets: [{ namespace: 'argocd', name: 'orders-prod' }],
      actions: ['promote', 'approve'],
    });
  });

  it.each([
    // It has been there for long enough once, and has left since.
    ['soaked', { dev: { longestSoak: '1h0m1s', verifiedAt: 'x' } }, {}, true],
    [
      'left too early',
      { dev: { longestSoak: '59m', verifiedAt: 'x' } },
      {},
      false,
    ],
    ['approved', {}, { prod: { approvedAt: 'x' } }, true],
    ['approved for another', {}, { dev: { approvedAt: 'x' } }, false],
  ])('freight that is %s', (_, verifiedIn, approvedFor, available) => {
    const all = [
      ...objects,
      {
        kind: 'Freight',
        metadata: { name: 'dddd', namespace: 'shop' },
        origin: { name: 'orders' },
        status: { verifiedIn, approvedFor },
      },
      {
        kind: 'Freight',
        metadata: { name: 'eeee', namespace: 'shop' },
        origin: { name: 'another' },
        status: { approvedFor: { prod: {} } },
      },
    ];
    const { candidates } = map('prod', all);
    expect(candidates.find(({ id }) => id === 'dddd')).toMatchObject({
      available,
    });
    expect(candidates.some(({ id }) => id === 'eeee')).toBe(false);
  });

  it('wants all stages before where the stage says so, and promotes nothing to one that only stands between', () => {
    const fanOut = map('fan-out');
    expect(fanOut).toMatchObject({
      controlFlow: true,
      after: ['dev', 'qa'],
      actions: ['approve'],
      candidates: [
        {
          why: 'It is not verified in dev yet. It is not verified in qa yet.',
        },
        { available: false, why: 'It is not verified in qa yet.' },
        { available: false, why: 'It is not verified in qa yet.' },
      ],
    });
  });

  it('tells that a warehouse does not find what is new', () => {
    const all = objects.map(each =>
      JSON.stringify(each).includes('"Warehouse","metadata"')
        ? {
            kind: 'Warehouse',
            metadata: { name: 'orders', namespace: 'shop' },
            status: {
              conditions: [
                {
                  type: 'Ready',
                  status: 'False',
                  reason: 'DiscoveryFailure',
                  message: 'unauthorized',
                },
              ],
            },
          }
        : each,
    );
    expect(map('prod', all).message).toBe(
      'The warehouse orders does not find what is new: unauthorized',
    );
  });

  it('refuses what is no stage', () => {
    expect(() => kargoPipeline.map({ kind: 'Pod' }, contextWith([]))).toThrow(
      /Not a Stage of Kargo: apiVersion/,
    );
  });

  it('bears whatever is missing or odd, and is pure', () => {
    const odd = fc.constantFrom(null, undefined, {}, [], '', 0, 'Odd');
    const paths = [
      ['status'],
      ['status', 'freightHistory'],
      ['status', 'freightHistory', '0', 'items', 'Warehouse/orders'],
      ['status', 'health'],
      ['status', 'health', 'output'],
      ['status', 'currentPromotion'],
      ['status', 'conditions'],
      ['spec', 'requestedFreight', '0', 'sources'],
      ['spec', 'promotionTemplate'],
      ['metadata', 'annotations'],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('dev', 'prod', 'fan-out'),
        fc.constantFrom(...paths),
        odd,
        (name, path, value) => {
          const mangled = structuredClone(stageOf(objects, name));
          const parent = path.slice(0, -1).reduce<unknown>((at, key) => {
            return isObject(at) ? Reflect.get(at, key) : undefined;
          }, mangled);
          if (isObject(parent)) {
            Reflect.set(parent, path[path.length - 1], value);
          }
          const before = JSON.stringify(mangled);
          const mapped = attempt(mangled);
          const isRefused = typeof mapped === 'string';
          const refusal = isRefused ? mapped : 'Not a Stage of Kargo';
          expect(refusal).toMatch(/^Not a Stage of Kargo/);
          const read = isRefused ? mapped : managedStagesSchema.parse(mapped);
          expect(mapped).toEqual(read);
          expect(JSON.stringify(mangled)).toBe(before);
          expect(attempt(mangled)).toEqual(mapped);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('durations of Go', () => {
  it.each([
    ['1h30m0s', 5_400_000],
    ['10m0s', 600_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['0s', 0],
    ['', undefined],
    ['soon', undefined],
    ['10', undefined],
  ])('%s', (text, ms) => {
    expect(goDurationMs(text)).toBe(ms);
  });
});

const samples = join(__dirname, '../../../../shared/domain/samples/kargo');
const files = existsSync(samples)
  ? readdirSync(samples).filter(file => file.startsWith('stage_'))
  : [];

(files.length > 0 ? describe : describe.skip)('published samples', () => {
  const all = existsSync(samples)
    ? readdirSync(samples).flatMap(file =>
        file.endsWith('.yaml') ? objectsIn(join(samples, file)) : [],
      )
    : [];

  it.each(files)('%s', file => {
    const [stage] = objectsIn(join(samples, file));
    const mapped = managedStagesSchema.parse(
      kargoPipeline.map(stage, contextWith(all)),
    );
    expect(mapped.stages).toHaveLength(1);
  });

  it('says what is there, where, and how it is', () => {
    const [stage] = objectsIn(join(samples, 'stage_argocd_progressing.yaml'));
    expect(kargoPipeline.map(stage, contextWith(all))).toMatchObject({
      pipeline: 'kargo-demo',
      stages: [
        {
          current: { title: 'frozen-tauntaun' },
          health: {
            status: 'Progressing',
            message: expect.stringContaining('kargo-demo-test'),
          },
          lastPromotion: { requestedBy: 'email:alice@example.com' },
          targets: [{ namespace: 'argocd', name: 'kargo-demo-test' }],
        },
      ],
    });
  });
});
