// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('deployments', table => {
    table.comment('Versions that became live in the environments of services');
    table.increments('seq');
    table.string('id', 36).notNullable().unique();
    table.text('entity_ref').notNullable();
    table.text('environment').notNullable();
    table
      .text('running_lane')
      .unique({ indexName: 'deployments_running_lane_uniq' })
      .comment(
        'Service and environment while the deployment runs, so that a lane has at most one; null when it has ended',
      );
    table.text('version').notNullable().comment('JSON');
    table.text('version_key').notNullable();
    table.text('revisions').notNullable().comment('JSON');
    table
      .text('image_targets')
      .notNullable()
      .comment('JSON: ids of the targets whose images were known');
    table.string('started_at', 24).notNullable();
    table.string('ended_at', 24);
    table.string('verified_at', 24);
    table.text('failure');
    table.string('promotion_id', 36);
    table.index(['entity_ref', 'environment'], 'deployments_lane_idx');
  });
  await knex.schema.createTable('deployment_targets', table => {
    table.comment(
      'What the targets of the newest deployments of each lane looked like, to roll back to',
    );
    table
      .string('deployment_id', 36)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.text('target_id').notNullable();
    table.text('status').notNullable().comment('JSON');
    table.primary(['deployment_id', 'target_id']);
  });
  await knex.schema.createTable('deployment_lanes', table => {
    table.comment('What is remembered of a lane between two looks');
    table.text('lane').primary();
    table.text('entity_ref').notNullable();
    table
      .text('clock')
      .comment('JSON: what has been seen, and since when; null while blind');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts the writes, so that no replica overtakes another');
    table.index(['entity_ref'], 'deployment_lanes_entity_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('deployment_lanes');
  await knex.schema.dropTable('deployment_targets');
  await knex.schema.dropTable('deployments');
};
