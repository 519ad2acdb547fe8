// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('managed_stages', table => {
    table.comment('Stages of other promotion systems, as those said last');
    table.text('id').primary().comment('Of the object that they are read from');
    table.text('cluster').notNullable();
    table.text('resource').notNullable().comment('stages.kargo.akuity.io');
    table.text('system').notNullable();
    table.text('pipeline').notNullable();
    table.text('status').notNullable().comment('JSON');
    table.text('content_hash').notNullable();
    table.text('updated_at').notNullable();
    table.index(['cluster', 'resource'], 'managed_stages_source_idx');
    table.index(['pipeline'], 'managed_stages_pipeline_idx');
  });

  await knex.schema.createTable('managed_stage_targets', table => {
    table.comment('Objects of engines that stages deploy by');
    table
      .text('object_id')
      .notNullable()
      .references('id')
      .inTable('managed_stages')
      .onDelete('CASCADE');
    table.text('stage').notNullable();
    table.text('namespace').notNullable();
    table.text('name').notNullable();
    table.primary(['object_id', 'stage', 'namespace', 'name']);
    table.index(['name', 'namespace'], 'managed_stage_targets_name_idx');
  });

  await knex.schema.createTable('target_stages', table => {
    table.comment('Stages that the objects of targets say they belong to');
    table
      .text('target_id')
      .notNullable()
      .references('id')
      .inTable('targets')
      .onDelete('CASCADE');
    table.text('system').notNullable();
    table.text('pipeline').notNullable();
    table.text('stage').notNullable();
    table.primary(['target_id', 'system', 'pipeline', 'stage']);
    table.index(['pipeline', 'system'], 'target_stages_pipeline_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('target_stages');
  await knex.schema.dropTable('managed_stage_targets');
  await knex.schema.dropTable('managed_stages');
};
