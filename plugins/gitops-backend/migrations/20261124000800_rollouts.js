// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('targets', table => {
    table
      .text('destination')
      .nullable()
      .comment('Name of the cluster that it deploys to, where it is known');
  });

  await knex.schema.createTable('rollouts', table => {
    table.comment('Progressive delivery, as the controllers said last');
    table.text('id').primary();
    table.text('cluster').notNullable();
    table.text('resource').notNullable().comment('rollouts.argoproj.io');
    table.text('controller').notNullable();
    table.text('kind').notNullable();
    table.text('namespace').notNullable();
    table.text('name').notNullable();
    table.text('status').notNullable().comment('JSON');
    table.text('content_hash').notNullable();
    table.text('updated_at').notNullable();
    table.index(['cluster', 'resource'], 'rollouts_source_idx');
    table.index(['namespace', 'name'], 'rollouts_name_idx');
  });

  await knex.schema.createTable('target_rollouts', table => {
    table.comment('Which objects of rollout controllers a target has');
    table
      .text('target_id')
      .notNullable()
      .references('id')
      .inTable('targets')
      .onDelete('CASCADE');
    table.text('kind').notNullable();
    table.text('namespace').notNullable();
    table.text('name').notNullable();
    table.primary(['target_id', 'kind', 'namespace', 'name']);
    table.index(['namespace', 'name'], 'target_rollouts_name_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('target_rollouts');
  await knex.schema.dropTable('rollouts');
  await knex.schema.alterTable('targets', table => {
    table.dropColumn('destination');
  });
};
