import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultPolicy } from '@fairlead/backstage-plugin-gitops-common';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';
import { policySchema } from '../config/policy/policy';
import { followed, keyTable } from './__testUtils__/keyTable';
import { pipelineConfig } from './__testUtils__/pipelineConfig';
import { parsePipelineFile } from './parsePipelineFile';
import { authoredJsonSchema, pipelineJsonSchema } from './pipelineJsonSchema';
import { promoteSchema } from './promoteSchema';
import { resolvePipeline } from './resolvePipeline';

const docs = resolve(__dirname, '../../../../docs');
const schemaFile = resolve(docs, 'schema/fairlead.schema.json');
const reference = resolve(docs, 'reference/pipeline.md');
/** `WRITE_DOCS=1` writes what is generated in the docs; Prettier has to run over it afterwards. */
const isWriting = process.env.WRITE_DOCS === '1';

const tables = {
  policy: () => keyTable(authoredJsonSchema(policySchema)),
  promote: () => keyTable(authoredJsonSchema(promoteSchema)),
};

/** What a schema says of keys that are not written. */
function defaultsOf(
  schema: z.core.JSONSchema.BaseSchema,
  root = schema,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
      if (typeof property === 'boolean') return [];
      if (property.default !== undefined) return [[key, property.default]];
      const group = followed(property, root);
      return group.properties ? [[key, defaultsOf(group, root)]] : [];
    }),
  );
}

// Prettier aligns the columns.
function cells(lines: readonly string[]): string[] {
  return lines
    .filter(line => line.startsWith('|'))
    .map(line => line.replace(/\s+/g, ' ').replace(/-{3,}/g, '---').trim());
}

/** Where in the reference a table is. */
function tableOf(name: string) {
  const page = readFileSync(reference, 'utf8');
  const marker = `<!-- keys of ${name} -->`;
  const from = page.indexOf(marker) + marker.length;
  return { page, from, to: page.indexOf('<!-- end -->', from) };
}

/** The YAML files that a page shows. */
function samples(page: string): string[] {
  return [...page.matchAll(/```yaml title="fairlead.yaml"\n(.*?)```/gs)].map(
    ([, sample]) => sample,
  );
}

describe('the JSON Schema of the pipeline file', () => {
  it('is the one in the docs', () => {
    const schema = pipelineJsonSchema({});
    if (isWriting) writeFileSync(schemaFile, JSON.stringify(schema, null, 2));
    expect(JSON.parse(readFileSync(schemaFile, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  it.each(['policy', 'promote'] as const)(
    'is what the reference says of the keys of %s',
    name => {
      const generated = tables[name]();
      expect(generated.length).toBeGreaterThan(5);
      if (isWriting) {
        const { page, from, to } = tableOf(name);
        writeFileSync(
          reference,
          `${page.slice(0, from)}\n\n${generated.join('\n')}\n\n${page.slice(to)}`,
        );
      }
      const { page, from, to } = tableOf(name);
      expect(cells(page.slice(from, to).split('\n'))).toEqual(cells(generated));
    },
  );

  const isValid = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')),
  );

  it('accepts the files that the docs show, as Fairlead does', () => {
    const shown = samples(readFileSync(reference, 'utf8'));
    expect(shown.length).toBeGreaterThan(3);
    const config = pipelineConfig({
      promotions: { checkHosts: ['*.example.com'] },
      environments: ['dev', 'staging', 'prod-eu', 'prod-us', 'prod'].map(
        name => ({ name }),
      ),
    });
    for (const sample of shown) {
      const { authored, mistakes, place } = parsePipelineFile(sample);
      const resolved =
        authored &&
        resolvePipeline({
          entityRef: 'component:default/orders',
          config,
          file: { authored, path: 'services/orders/fairlead.yaml' },
        });
      expect([...mistakes, ...(resolved?.mistakes ?? []).map(place)]).toEqual(
        [],
      );
      isValid(parse(sample) ?? {});
      expect(isValid.errors).toBeNull();
    }
  });

  it.each([
    ['{}', true],
    ['environments: [dev, { name: prod, merge: forge }]', true],
    ['environments: { dev: , staging: false, prod: { after: [dev] } }', true],
    ['policy: { gates: { soak: { minutes: 5 }, windows: false } }', true],
    ['policy: { waves: { percent: [50, 50] } }', true],
    ['polcy: {}', false],
    ['policy: { lane: faster }', false],
    ['policy: { gates: { soak: 5 } }', false],
    ['policy: { gates: { soack: 5m } }', false],
    ['policy: { waves: { soak: 5m } }', false],
    ['policy: { waves: { percent: [100], clusters: [[a]] } }', false],
    ['environments: { dev: true }', false],
    ['environments: [{ merge: forge }]', false],
    ['policy: { gates: { custom: [{ type: http, name: a }] } }', false],
    ['promote: { images: ["a:1"] }', false],
  ])('and Fairlead agree on %s', (content, expected) => {
    expect(isValid(parse(content))).toBe(expected);
    expect(parsePipelineFile(content).mistakes.length === 0).toBe(expected);
  });

  it('has the defaults that hold', () => {
    const written = defaultsOf(authoredJsonSchema(policySchema));
    expect(written).toMatchObject({ lane: 'supersede', gates: { soak: '0s' } });
    const { pipeline } = resolvePipeline({
      entityRef: 'component:default/orders',
      config: pipelineConfig({
        promotions: {
          policy: JSON.parse(JSON.stringify(written)),
        },
      }),
    });
    expect(
      pipeline.policies.map(({ environment }) => environment),
    ).toHaveLength(4);
    for (const policy of pipeline.policies) {
      expect(policy).toEqual(defaultPolicy(policy.environment));
    }
  });

  it('names the environments of a portal', () => {
    const isValidThere = new Ajv({ strict: false }).compile(
      pipelineJsonSchema({ environments: ['dev', 'prod'] }),
    );
    expect(isValidThere({ environments: ['dev', 'prod'] })).toBe(true);
    expect(isValidThere({ environments: { prod: false } })).toBe(true);
    expect(isValidThere({ environments: ['dev', 'prd'] })).toBe(false);
    expect(isValidThere({ environments: { prd: {} } })).toBe(false);
  });
});
