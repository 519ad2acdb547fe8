// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('promotions', table => {
    table.comment(
      'Requests to bring a version from one environment to another',
    );
    table.string('id', 36).primary();
    table.text('entity_ref').notNullable();
    table.text('from_environment').notNullable();
    table.text('to_environment').notNullable();
    table
      .text('active_lane')
      .unique({ indexName: 'promotions_active_lane_uniq' })
      .comment(
        'Service and target environment while the promotion is under way, so that a lane has at most one; null when it has ended',
      );
    table.string('state', 20).notNullable();
    table.text('message').notNullable();
    table.text('reason').notNullable();
    table.text('requested_by').notNullable();
    table.text('fingerprint').notNullable();
    table.text('plan').notNullable().comment('JSON');
    table.text('pull_request').comment('JSON, as last seen on the forge');
    table.text('progress').notNullable().comment('JSON, by target');
    table
      .text('tracking')
      .notNullable()
      .comment('JSON: what the reconciler remembers between two looks');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts the writes, so that none overtakes another');
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('finished_at', 24);
    table
      .string('next_look_at', 24)
      .comment(
        'Null while a replica looks at it: due as soon as the lease ends',
      );
    table.string('lease_token', 36);
    table.string('lease_until', 24);
    table.index(['entity_ref', 'created_at'], 'promotions_entity_idx');
    table.index(['created_at'], 'promotions_created_idx');
    table.index(['lease_token'], 'promotions_lease_idx');
  });
  await knex.schema.createTable('promotion_files', table => {
    table.comment('What will be written, until the pull request is open');
    table
      .string('promotion_id', 36)
      .notNullable()
      .references('id')
      .inTable('promotions')
      .onDelete('CASCADE');
    table.text('path').notNullable();
    table.text('content', 'longtext').notNullable();
    table.primary(['promotion_id', 'path']);
  });
  await knex.schema.createTable('promotion_events', table => {
    table.comment('The timeline of each promotion, only ever added to');
    table.increments('seq');
    table
      .string('promotion_id', 36)
      .notNullable()
      .references('id')
      .inTable('promotions')
      .onDelete('CASCADE');
    table.text('dedupe_key').notNullable();
    table.string('at', 24).notNullable();
    table.string('type', 40).notNullable();
    table.text('message').notNullable();
    table.text('actor');
    table.text('link');
    table.unique(['promotion_id', 'dedupe_key'], {
      indexName: 'promotion_events_dedupe_uniq',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('promotion_events');
  await knex.schema.dropTable('promotion_files');
  await knex.schema.dropTable('promotions');
};
