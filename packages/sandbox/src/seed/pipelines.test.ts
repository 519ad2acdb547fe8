import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { services } from './services';

const schemaFile = resolve(
  __dirname,
  '../../../../docs/schema/fairlead.schema.json',
);
const withFile = services.flatMap(({ name, pipeline }) =>
  pipeline ? [{ name, pipeline }] : [],
);

describe('the pipeline files of the services', () => {
  const isValid = (pipeline: string) => {
    const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
    if (typeof schema !== 'object' || !schema) throw new Error('no schema');
    const ajv = new Ajv({ strict: false, allErrors: true });
    const validate = ajv.compile(schema);
    return validate(parse(pipeline)) ? [] : (validate.errors ?? []);
  };

  it.each(withFile.filter(({ name }) => name !== 'notifications'))(
    'keep to the published schema: $name',
    ({ pipeline }) => {
      expect(existsSync(schemaFile)).toBe(true);
      expect(isValid(pipeline)).toEqual([]);
    },
  );

  it('have mistakes in one of them, so that these can be seen', () => {
    const found = withFile.find(({ name }) => name === 'notifications');
    const places = isValid(found?.pipeline ?? '').map(
      each => each.instancePath,
    );
    expect(places).toContain('/policy/merge');
    expect(places).toContain(
      '/environments/prod-eu/gates/windows/allow/0/days/4',
    );
  });
});
