import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { startPostgres } from './postgres';

const versions = [18, 17, 16, 15, 14, 13] as const;

/**
 * SQLite, and PostgreSQL where there is one: the one that `BACKSTAGE_TEST_DATABASE_POSTGRES…_CONNECTION_STRING`
 * names, else one that is started for this file and stopped after it. Call it once, at the top of a test file.
 */
export function testDatabases(): TestDatabases {
  const ids: TestDatabaseId[] = ['SQLITE_3'];
  const given = versions.find(version => process.env[variable(version)]);
  if (given) {
    return TestDatabases.create({ ids: [...ids, `POSTGRES_${given}`] });
  }
  const postgres = startPostgres();
  const version = versions.find(each => String(each) === postgres?.version);
  if (postgres && version) {
    process.env[variable(version)] = postgres.connectionString;
    ids.push(`POSTGRES_${version}`);
  }
  // Hooks run in the order of their definition: the databases close before their server stops.
  const databases = TestDatabases.create({ ids, disableDocker: true });
  afterAll(() => {
    if (version) delete process.env[variable(version)];
    postgres?.stop();
  });
  return databases;
}

function variable(version: number): string {
  return `BACKSTAGE_TEST_DATABASE_POSTGRES${version}_CONNECTION_STRING`;
}
