import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { KubeObject } from '../../contracts';
import {
  applicationsPath,
  sampleApplication,
} from '../__testUtils__/sampleApplication';
import {
  startTestCluster,
  TestCluster,
} from '../__testUtils__/startTestCluster';
import { kubeObjectSchema } from '../store/kubeObjectSchema';
import { CustomResourceSchema } from './CustomResourceSchema';

const samples = path.resolve(
  __dirname,
  '../../../../../../shared/domain/samples/argocd',
);

describe('custom resources', () => {
  let test: TestCluster;

  beforeAll(async () => {
    test = await startTestCluster();
    test.objects.create(sampleApplication('first'));
  });

  afterAll(() => test.cluster.stop());

  const withSpec = (name: string, spec: Record<string, unknown>) => {
    const application = sampleApplication(name);
    return { ...application, spec: { ...Object(application.spec), ...spec } };
  };

  it('are refused with a cause for every field that is wrong', async () => {
    const { status, body } = await test.admin.post(
      applicationsPath,
      withSpec('wrong', {
        destination: undefined,
        project: 7,
        source: { targetRevision: 'main' },
        revisionHistoryLimit: 'many',
      }),
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({
      kind: 'Status',
      reason: 'Invalid',
      message: expect.stringMatching(
        /^Application\.argoproj\.io "wrong" is invalid: \[/,
      ),
      details: { name: 'wrong', group: 'argoproj.io', kind: 'Application' },
    });
    expect(body.details.causes).toEqual(
      expect.arrayContaining([
        {
          reason: 'FieldValueRequired',
          message: 'Required value',
          field: 'spec.destination',
        },
        {
          reason: 'FieldValueRequired',
          message: 'Required value',
          field: 'spec.source.repoURL',
        },
        {
          reason: 'FieldValueTypeInvalid',
          message:
            'Invalid value: "integer": spec.project in body must be of type string: "integer"',
          field: 'spec.project',
        },
        {
          reason: 'FieldValueTypeInvalid',
          message:
            'Invalid value: "string": spec.revisionHistoryLimit in body must be of type integer: "string"',
          field: 'spec.revisionHistoryLimit',
        },
      ]),
    );
    expect(body.details.causes).toHaveLength(4);
  });

  it('lose unknown fields, with a warning or a refusal as the client wishes', async () => {
    const post = (name: string, query: string) =>
      test.admin.post(
        `${applicationsPath}?${query}`,
        withSpec(name, { surprise: true }),
      );
    const warned = await post('warned', '');
    expect(warned.status).toBe(201);
    expect(warned.headers.warning).toBe(
      '299 - "unknown field \\"spec.surprise\\""',
    );
    expect(warned.body.spec).not.toHaveProperty('surprise');
    expect(
      (await post('ignored', 'fieldValidation=Ignore')).headers.warning,
    ).toBeUndefined();
    expect(await post('strict', 'fieldValidation=Strict')).toMatchObject({
      status: 400,
      body: {
        message: 'strict decoding error: unknown field "spec.surprise"',
      },
    });
  });

  it('keep what the schema says to keep', async () => {
    const { body } = await test.admin.post(
      applicationsPath,
      withSpec('helm', {
        source: {
          repoURL: 'https://example.com/charts',
          chart: 'shop',
          targetRevision: '1.0.0',
          helm: { valuesObject: { deep: { list: [1, { x: null }] } } },
        },
      }),
    );
    expect(body.spec).toHaveProperty('source.helm.valuesObject', {
      deep: { list: [1, { x: null }] },
    });
  });

  it.each(['application.yaml', 'a b', '', 'UPPER'])(
    'must have a name that can be one: %p',
    async name => {
      const { status } = await test.admin.post(
        applicationsPath,
        sampleApplication(name),
      );
      expect(status).toBe(name === 'application.yaml' ? 201 : 422);
    },
  );
});

const sampleFiles = fs.existsSync(samples)
  ? fs.readdirSync(samples).filter(file => /\.(ya?ml|json)$/.test(file))
  : [];

/** The objects of a file, and whether it says of itself that its definition would refuse it. */
function readSample(file: string) {
  const text = fs.readFileSync(path.join(samples, file), 'utf8');
  const content = parse(text);
  const items: unknown[] = content.items ?? [content];
  const objects = items.map(item =>
    kubeObjectSchema.parse({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      ...Object(item),
    }),
  );
  return { objects, isInvalid: /not CRD-valid/.test(text) };
}

const describeSamples = sampleFiles.length > 0 ? describe : describe.skip;

describeSamples('custom resources of real installations', () => {
  it('are accepted and lose nothing', async () => {
    const test = await startTestCluster();
    const refused: string[] = [];
    const refusable: string[] = [];
    for (const file of sampleFiles) {
      const { objects, isInvalid } = readSample(file);
      if (isInvalid) refusable.push(file);
      for (const object of objects) {
        const metadata = { ...object.metadata, resourceVersion: undefined };
        try {
          const created = test.objects.create({ ...object, metadata });
          expect(created.spec).toEqual(object.spec);
          expect(created.status).toEqual(object.status);
          test.objects.delete({ ...object, ...object.metadata });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          refused.push(file);
        }
      }
    }
    await test.cluster.stop();
    expect(refused).toEqual(refusable);
  });
});

describe('CustomResourceSchema', () => {
  const schema = CustomResourceSchema.create({
    type: 'object',
    properties: {
      metadata: { type: 'object' },
      spec: {
        type: 'object',
        properties: {
          port: {
            'x-kubernetes-int-or-string': true,
            anyOf: [{ type: 'integer' }, { type: 'string' }],
          },
          limit: { type: 'integer', minimum: 0, exclusiveMinimum: true },
          mode: { type: 'string', enum: ['A', 'B'], default: 'A' },
          note: { type: 'string', nullable: true },
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name'],
              properties: { name: { type: 'string', pattern: '^[a-z]+$' } },
            },
          },
          map: { type: 'object', additionalProperties: { type: 'string' } },
          free: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
            properties: { known: { type: 'object', properties: {} } },
          },
          template: {
            type: 'object',
            'x-kubernetes-embedded-resource': true,
            properties: { spec: { type: 'object' } },
          },
        },
      },
    },
  });
  const object = (spec: unknown): KubeObject => ({
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name: 'thing', labels: { any: 'thing' } },
    spec,
  });
  const problems = (spec: unknown) =>
    schema
      .validate(object(spec))
      .map(cause => `${cause.field}: ${cause.message}`);

  it('prunes, fills in defaults and leaves the given object alone', () => {
    const given = object({
      extra: 1,
      items: [{ name: 'a', other: 1 }],
      map: { anything: 'goes' },
      free: { any: { thing: 1 }, known: { pruned: 1 } },
      template: { kind: 'X', metadata: { name: 'y' }, spec: { z: 1 }, q: 1 },
    });
    const before = structuredClone(given);
    const { object: pruned, dropped } = schema.prune(given);
    expect(pruned).toEqual(
      object({
        mode: 'A',
        items: [{ name: 'a' }],
        map: { anything: 'goes' },
        free: { any: { thing: 1 }, known: {} },
        template: { kind: 'X', metadata: { name: 'y' }, spec: {} },
      }),
    );
    expect(dropped).toEqual([
      'spec.extra',
      'spec.items[0].other',
      'spec.free.known.pruned',
      'spec.template.spec.z',
      'spec.template.q',
    ]);
    expect(given).toEqual(before);
  });

  it("knows the dialect's own words", () => {
    expect(problems({ port: 80, note: null, limit: 1 })).toEqual([]);
    expect(problems({ port: 'http' })).toEqual([]);
    expect(problems({ port: 1.5 })).toEqual([
      'spec.port: Invalid value: "number": spec.port in body must be of type integer,string: "number"',
    ]);
    expect(problems({ limit: 0 })).toEqual([
      'spec.limit: Invalid value: 0: spec.limit in body must be > 0',
    ]);
    expect(problems({ mode: 'C' })).toEqual([
      'spec.mode: Unsupported value: "C": supported values: "A", "B"',
    ]);
    expect(problems({ items: [{}, { name: 'A' }] })).toEqual([
      'spec.items[0].name: Required value',
      `spec.items[1].name: Invalid value: "A": spec.items[1].name in body should match '^[a-z]+$'`,
    ]);
    expect(problems({ map: { x: 1 } })).toHaveLength(1);
  });
});
