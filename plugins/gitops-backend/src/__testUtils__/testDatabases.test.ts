import { testDatabases } from './testDatabases';

describe('testDatabases', () => {
  const databases = testDatabases();

  it.each(databases.eachSupportedId())('gives an empty %s', async id => {
    const knex = await databases.init(id);
    expect(await knex.schema.hasTable('targets')).toBe(false);
    await knex.schema.createTable('targets', table => table.text('id'));
    expect(await knex('targets').select()).toEqual([]);
  });
});
