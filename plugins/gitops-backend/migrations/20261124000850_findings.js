// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('target_findings', table => {
    table.comment(
      'What the resources of targets that are not well say is wrong, as last read',
    );
    table.text('target_id').primary();
    table.text('problems').notNullable().comment('JSON');
    table.text('read_at').nullable();
    table
      .text('claimed_until')
      .notNullable()
      .comment('Until then a replica reads it, or it is not to be read again');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('target_findings');
};
