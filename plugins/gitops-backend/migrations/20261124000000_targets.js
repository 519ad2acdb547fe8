// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('targets', table => {
    table.comment('What runs where, as the engines said last');
    table.text('id').primary();
    table.text('cluster').notNullable();
    table.text('resource').notNullable().comment('applications.argoproj.io');
    table.text('engine').notNullable();
    table.text('kind').notNullable();
    table.text('namespace').notNullable();
    table.text('name').notNullable();
    table.text('environment').nullable();
    table.text('entity_ref').nullable().comment('In lower case');
    table.text('status').notNullable().comment('JSON');
    table.integer('format').notNullable().comment('Of the status');
    table
      .text('content_hash')
      .notNullable()
      .comment('Of the status without reconciled_at');
    table.text('labels_hash').notNullable();
    table.text('reconciled_at').nullable();
    table.text('updated_at').notNullable();
    table.index(['cluster', 'resource'], 'targets_source_idx');
    table.index(['name', 'namespace'], 'targets_name_idx');
    table.index(['entity_ref'], 'targets_entity_ref_idx');
  });

  await knex.schema.createTable('target_labels', table => {
    table.comment('Labels of the engines objects, to find targets by');
    table
      .text('target_id')
      .notNullable()
      .references('id')
      .inTable('targets')
      .onDelete('CASCADE');
    table.text('key').notNullable();
    table.text('value').notNullable();
    table.primary(['target_id', 'key']);
    table.index(['key', 'value', 'target_id'], 'target_labels_value_idx');
  });

  await knex.schema.createTable('target_sources', table => {
    table.comment('One kind on one cluster, and how reading it goes');
    table.text('cluster').notNullable();
    table.text('resource').notNullable();
    table.text('kind').notNullable();
    table.text('state').notNullable().comment('reading, failing or absent');
    table.text('since').notNullable().comment('The state began');
    table.text('message').nullable();
    table.text('fault').nullable();
    table.text('remedy').nullable();
    table.text('confirmed_at').nullable().comment('The cluster answered');
    table.text('attended_at').nullable().comment('A replica was at it');
    table.text('listed_at').nullable();
    table.text('resource_version').nullable();
    table.primary(['cluster', 'resource']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('target_sources');
  await knex.schema.dropTable('target_labels');
  await knex.schema.dropTable('targets');
};
