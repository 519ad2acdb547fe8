// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('pipelines', table => {
    table.comment('Pipeline files of services, as they were last read');
    table.text('entity_ref').notNullable().primary();
    table
      .text('repo_url')
      .nullable()
      .comment('Of the last content without mistakes; null when there is none');
    table.text('path').nullable();
    table
      .text('sha')
      .nullable()
      .comment('Commit at which that content was read first');
    table.text('blob_sha').nullable();
    table.text('url').nullable();
    table.text('content').nullable();
    table
      .text('problems')
      .notNullable()
      .comment('JSON: mistakes in the content that is there now');
    table.text('read_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pipelines');
};
