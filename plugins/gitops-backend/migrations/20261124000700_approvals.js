// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('promotion_approvals', table => {
    table.comment('Who approved which change of a promotion; never deleted');
    table.string('promotion_id', 36).notNullable();
    table.text('approved_by').notNullable().comment('Entity ref of the user');
    table
      .string('change_key', 64)
      .notNullable()
      .comment('Hash of the values that the approved plan writes');
    table.string('approved_at', 24).notNullable();
    table.text('comment');
    table
      .text('member_of', 'longtext')
      .notNullable()
      .comment('JSON: what the user was a member of then');
    table.primary(['promotion_id', 'approved_by', 'change_key']);
  });
  await knex.schema.createTable('promotion_overrides', table => {
    table.comment('Gates that people let promotions pass; never deleted');
    table.string('promotion_id', 36).notNullable();
    table.text('gate').notNullable();
    table.text('overridden_by').notNullable().comment('Entity ref of the user');
    table.string('overridden_at', 24).notNullable();
    table.text('reason').notNullable();
    table.primary(['promotion_id', 'gate']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('promotion_overrides');
  await knex.schema.dropTable('promotion_approvals');
};
