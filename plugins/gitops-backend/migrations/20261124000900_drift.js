// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('target_drift', table => {
    table.comment(
      'Since when targets differ from Git, as seen without interruption',
    );
    table.text('target_id').primary();
    table.text('since').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('target_drift');
};
