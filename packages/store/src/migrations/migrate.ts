import { InputError } from '@frostline/base';
import type { Database } from 'better-sqlite3';
import { schema1 } from './001-ledger.js';
import { schema2 } from './002-leaderboard.js';
import { schema3 } from './003-control.js';
import { schema4 } from './004-weights.js';
import { schema5 } from './005-parts.js';

/** Forward only: entry i leads from schema i to schema i + 1. A released entry never changes; add the next one. */
const migrations: readonly string[] = [schema1, schema2, schema3, schema4, schema5];

/** Marks a SQLite file as a ledger ("FROS"), so that no other program's database is migrated. */
const applicationId = 0x46524f53;

/**
 * Brings the ledger to the newest schema in one transaction: a crash leaves the old schema or the new.
 *
 * @throws InputError `ledger-newer`, `ledger-foreign`
 */
export function migrate(database: Database, file: string): void {
  if (pending(database, file).length === 0) return;
  database
    .transaction(() => {
      // Read again under the write lock: another process may have migrated meanwhile.
      for (const migration of pending(database, file)) database.exec(migration);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

/** @throws InputError `ledger-older` when a reader meets a schema that only a writer may bring up to date */
export function checkSchema(database: Database, file: string): void {
  if (pending(database, file).length === 0) return;
  throw new InputError('ledger-older', 'the ledger has an older schema', {
    place: file,
    found: schemaOf(database),
    allowed: String(migrations.length),
    fix: 'run `frostline resume` once to bring it up to date',
  });
}

function pending(database: Database, file: string): readonly string[] {
  const schema = schemaOf(database);
  const isOurs = database.pragma('application_id', { simple: true }) === applicationId;
  if (!isOurs && (schema !== 0 || hasTables(database)))
    throw new InputError('ledger-foreign', 'the file is a database of another program', { place: file });
  if (schema > migrations.length)
    throw new InputError('ledger-newer', 'the ledger was written by a newer Frostline', {
      place: file,
      found: `schema ${schema}`,
      allowed: `up to schema ${migrations.length}`,
      fix: `install a Frostline that reads schema ${schema}`,
    });
  return migrations.slice(schema);
}

function schemaOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function hasTables(database: Database): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
