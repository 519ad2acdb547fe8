import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonValue } from '@backstage/types';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { kargoReferences } from '../references';

const namedSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
});

/** The documents of a YAML file. */
export function objectsIn(file: string): unknown[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map(each => each.toJS());
}

/** The objects of the fixture. */
export function shop(): unknown[] {
  return objectsIn(join(__dirname, '../__fixtures__/shop.yaml'));
}

/** Those that are stages. */
export function stagesAmong(objects: readonly unknown[]): unknown[] {
  return objects.filter(each => namedSchema.parse(each).kind === 'Stage');
}

/** One of them. */
export function stageOf(objects: readonly unknown[], name: string): unknown {
  return objects.find(each => {
    const { kind, metadata } = namedSchema.parse(each);
    return kind === 'Stage' && metadata.name === name;
  });
}

/** A cluster on which these objects are. */
export function contextWith(objects: readonly unknown[]): MappingContext {
  const values = (kind: string, namespace: string) => {
    const reference = kargoReferences.find(each => each.kind === kind);
    return new Map<string, JsonValue>(
      objects.flatMap(object => {
        const named = namedSchema.parse(object);
        const value =
          named.kind === kind && named.metadata.namespace === namespace
            ? reference?.reduce(object)
            : undefined;
        return value === undefined ? [] : [[named.metadata.name, value]];
      }),
    );
  };
  return {
    cluster: 'hub',
    now: new Date('2026-10-02T09:00:00Z'),
    find: ({ kind, namespace, name }) => values(kind, namespace).get(name),
    list: ({ kind, namespace }) => values(kind, namespace),
  };
}
