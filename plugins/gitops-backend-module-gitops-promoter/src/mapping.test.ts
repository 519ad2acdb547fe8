import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import { managedStagesSchema } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { promoterPipeline } from './PromoterPipeline';
import { promoterReferences } from './references';

const objectsIn = (file: string): unknown[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map(each => each.toJS());
const [strategy, ...statuses] = objectsIn(
  join(__dirname, '__fixtures__/shop.yaml'),
);
const namedSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
});

const context: MappingContext = {
  cluster: 'hub',
  now: new Date('2026-10-02T09:00:00Z'),
  list: () =>
    new Map(
      statuses.flatMap(each => {
        const value = promoterReferences[0].reduce(each);
        const { metadata } = namedSchema.parse(each);
        return value === undefined ? [] : [[metadata.name, value]];
      }),
    ),
};

const map = (object: unknown) =>
  managedStagesSchema.parse(promoterPipeline.map(object, context));

describe('a PromotionStrategy', () => {
  it('is a stage for each environment, one after the other', () => {
    const { pipeline, stages, stale } = map(strategy);
    expect({ pipeline, stale }).toEqual({ pipeline: 'promoter/shop' });
    const [dev, test, prod] = stages;
    expect(dev).toEqual({
      name: 'environment/dev',
      after: [],
      direct: true,
      controlFlow: false,
      current: {
        id: 'b'.repeat(40),
        title: 'bbbbbbb',
        version: { images: [] },
        commits: [
          {
            sha: 'b'.repeat(40),
            repoUrl: 'https://git.example.com/acme/shop.git',
            message: 'Bump orders to 1.5.0',
            author: 'Ada',
          },
        ],
        createdAt: '2026-10-02T08:00:00Z',
      },
      // The note says that it was rendered again, and nothing changed.
      candidates: [],
      lastPromotion: {
        name: '#7',
        phase: 'merged',
        state: 'succeeded',
        freight: 'b'.repeat(40),
        startedAt: '2026-10-02T08:01:00Z',
        finishedAt: '2026-10-02T08:02:00Z',
        steps: [],
        pullRequest: {
          url: 'https://git.example.com/acme/shop/pull/7',
          number: 7,
          state: 'merged',
        },
      },
      health: { status: 'Healthy' },
      gates: [],
      automatic: true,
      holds: [],
      targets: [{ namespace: 'argocd', name: 'shop-dev' }],
      actions: [],
    });
    expect(test).toMatchObject({
      after: ['environment/dev'],
      direct: false,
      health: {
        status: 'Degraded',
        message: 'argocd-health: Application shop-test is Degraded',
      },
      candidates: [
        {
          id: 'b'.repeat(40),
          available: false,
          why: 'It waits for security-scan (Scan running).',
        },
      ],
      promotion: {
        name: '#8',
        state: 'running',
        freight: 'b'.repeat(40),
        pullRequest: { number: 8, state: 'open' },
      },
      gates: [
        {
          name: 'security-scan',
          state: 'waiting',
          message: 'Scan running',
        },
        { name: 'promoter-previous-environment', state: 'passed' },
      ],
    });
    expect(prod).toMatchObject({
      automatic: false,
      targets: [],
      health: { status: 'Unknown' },
      candidates: [{ why: 'promoter-previous-environment has failed.' }],
    });
    expect(prod.current).toBeUndefined();
  });

  it('says that it may be old, and why it is not ready', () => {
    const text = JSON.stringify(strategy)
      .replace('"generation":4', '"generation":5')
      .replace(
        '"status":"True"',
        '"status":"False","message":"no such repository"',
      );
    const mapped = map(JSON.parse(text));
    expect(mapped.stale).toBe(
      'GitOps Promoter has not looked at the newest spec yet',
    );
    expect(mapped.stages[0].message).toBe('no such repository');
  });

  it('bears whatever is missing or odd, and refuses what it is not', () => {
    expect(() => promoterPipeline.map({ kind: 'Pod' }, context)).toThrow(
      /Not a PromotionStrategy: apiVersion/,
    );
    const outcome = (object: unknown): unknown => {
      try {
        return promoterPipeline.map(object, context);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return undefined;
      }
    };
    // What can be taken away is a value, with its key.
    const values = JSON.stringify(strategy).match(/"[a-zA-Z]+":"[^"]*"/g) ?? [];
    expect(values.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(
        fc.subarray(values),
        fc.constantFrom('null', '""', '"odd"', '{}', '7'),
        (taken, other) => {
          const text = taken.reduce(
            (all, value) =>
              all.replaceAll(
                value,
                `${value.slice(0, value.indexOf(':'))}:${other}`,
              ),
            JSON.stringify(strategy),
          );
          const object: unknown = JSON.parse(text);
          const mapped = outcome(object);
          expect(
            mapped === undefined || managedStagesSchema.parse(mapped),
          ).toBeTruthy();
          expect(outcome(object)).toEqual(mapped);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is only read', () => {
    expect(() =>
      promoterPipeline.prepare('promote', {
        object: strategy,
        stage: 'environment/dev',
        freight: 'x',
        user: 'user:default/ada',
        now: context.now,
      }),
    ).toThrow("GitOps Promoter can't be asked to promote");
  });
});

const samples = join(__dirname, '../../../../shared/domain/samples/promoter');
const files = existsSync(samples)
  ? readdirSync(samples).filter(file => file.startsWith('promotionstrategy'))
  : [];

(files.length > 0 ? describe : describe.skip)('published samples', () => {
  it.each(files)('%s', file => {
    const [object] = objectsIn(join(samples, file));
    const { stages } = map(object);
    expect(stages.length).toBeGreaterThan(0);
    expect(stages.some(({ current }) => current)).toBe(true);
  });
});
