// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('restrictions', table => {
    table.comment('Freezes, holds, pins and vetoes; they end, and stay');
    table.string('id', 36).primary();
    table.string('kind', 20).notNullable();
    table.text('system').comment('Null: all of them; refs in lower case');
    table.text('entity_ref').comment('Null: all of them');
    table.text('environment').comment('Null: all of them');
    table.text('version').comment('JSON');
    table.text('reason').notNullable();
    table.text('created_by').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('ends_at', 24);
    table.text('lifted_by');
    table.string('lifted_at', 24);
    table.text('lift_reason');
    table.string('promotion_id', 36);
    table
      .text('held_lane')
      .unique({ indexName: 'restrictions_held_lane_uniq' })
      .comment(
        'Service and environment of a hold or pin until it is lifted, so that a lane has at most one',
      );
    table
      .text('origin')
      .unique({ indexName: 'restrictions_origin_uniq' })
      .comment(
        'Promotion, kind and scope of what a promotion has set, so that it is set once',
      );
    table.index(['created_at'], 'restrictions_created_idx');
    table.index(['lifted_at', 'entity_ref'], 'restrictions_entity_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('restrictions');
};
