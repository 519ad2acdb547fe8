import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const migrations = resolvePackagePath(
  '@fairlead/backstage-plugin-gitops-backend',
  'migrations',
);

/** The plugin's database, with its tables as this version of the code expects them. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrations });
  }
  return knex;
}
