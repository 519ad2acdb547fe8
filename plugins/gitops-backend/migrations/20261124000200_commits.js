// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('commits', table => {
    table.comment('Commits as the forge told them; they never change');
    table.text('repo_url').notNullable();
    table.text('sha').notNullable().comment('In lower case');
    table.text('url').notNullable();
    table.text('author').notNullable();
    table.text('author_avatar').nullable();
    table.text('message').notNullable().comment('First line');
    table.text('date').notNullable();
    table.primary(['repo_url', 'sha']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('commits');
};
