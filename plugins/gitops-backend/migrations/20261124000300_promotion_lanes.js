// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('promotions', table => {
    table.string('kind', 20).notNullable().defaultTo('promotion');
    table
      .boolean('automatic')
      .notNullable()
      .defaultTo(false)
      .comment('Begun by Fairlead itself');
    table
      .text('skips')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON: environments that a hotfix skips');
    table
      .string('wave_group', 36)
      .comment('The same for all waves of one request');
    table.integer('wave_index').comment('From 1');
    table.integer('wave_count');
    table
      .text('links')
      .notNullable()
      .defaultTo('{}')
      .comment('JSON: other promotions that this one has to do with');
    table
      .text('gates')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON, as last evaluated');
    table
      .text('conflicts')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON: values that somebody else has changed');
    table.index(['wave_group'], 'promotions_wave_idx');
    table.index(['finished_at'], 'promotions_finished_idx');
  });
  await knex.schema.alterTable('promotion_files', table => {
    table
      .string('tree_id', 64)
      .comment('Of a directory that is replaced as a whole by this tree');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('promotions', table => {
    table.dropIndex(['finished_at'], 'promotions_finished_idx');
    table.dropIndex(['wave_group'], 'promotions_wave_idx');
  });
  const columns = {
    promotion_files: ['tree_id'],
    promotions: [
      'conflicts',
      'gates',
      'links',
      'wave_count',
      'wave_index',
      'wave_group',
      'skips',
      'automatic',
      'kind',
    ],
  };
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) {
      // On SQLite the schema builder makes the table anew, and what refers to its rows is deleted with the old one.
      await knex.raw('alter table ?? drop column ??', [table, name]);
    }
  }
};
