import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError, makeFolder, systemClock, type Clock } from '@frostline/base';
import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { writeError } from './write-error.js';
import { checkSchema, migrate } from './migrations/migrate.js';

export interface LedgerOptions {
  /** Reading verbs: never writes, works beside a live owner; the file must be there with the newest schema. */
  readonly readonly?: boolean;
  /** Stamps times that people read. */
  readonly clock?: Clock;
  /** Draws the token of a claim; random unless told. */
  readonly newToken?: () => string;
  /** Called after each writing statement inside its transaction: where tests crash. */
  readonly afterStatement?: (sql: string) => void;
}

export type Parameters = Readonly<Record<string, string | number | null>>;

/**
 * An open ledger. Verbs and queries of this package take it as their first argument; nothing else speaks SQL.
 *
 * One process writes (the owner), any number read, and readers never block the writer. What a verb has returned is
 * durable: it survives kill −9 and power loss.
 */
export class Ledger {
  readonly #statements = { objects: new Map<string, Statement>(), arrays: new Map<string, Statement>() };

  constructor(
    private readonly database: Database,
    readonly file: string,
    readonly clock: Clock,
    readonly newToken: () => string,
    private readonly afterStatement: ((sql: string) => void) | undefined,
  ) {}

  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    const row = this.#prepare(sql).get(parameters) as Row | undefined;
    this.#written(sql);
    return row;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    const rows = this.#prepare(sql).all(parameters) as Row[];
    this.#written(sql);
    return rows;
  }

  /** As `all`, each row the array of its columns: for rows by the thousand, whose objects cost more than the query. */
  arrays<Row extends readonly unknown[]>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql, true).all(parameters) as Row[];
  }

  /** Runs a writing statement and returns how many rows it changed. */
  run(sql: string, parameters: Parameters = {}): number {
    const { changes } = this.#prepare(sql).run(parameters);
    this.#written(sql);
    return changes;
  }

  /**
   * One IMMEDIATE transaction: all of `change` or nothing, even across kill −9; commits before it returns.
   *
   * @throws FrostlineError `disk-full`, `ledger-busy`, `ledger-unwritable`: nothing was changed, and trying again later is safe
   */
  write<Result>(change: () => Result): Result {
    try {
      return this.database.transaction(change).immediate();
    } catch (error) {
      throw writeError(error, this.file) ?? error;
    }
  }

  /** One snapshot for queries that need several statements. */
  read<Result>(query: () => Result): Result {
    return this.database.transaction(query).deferred();
  }

  close(): void {
    this.#statements.objects.clear();
    this.#statements.arrays.clear();
    this.database.close();
  }

  #written(sql: string): void {
    if (this.afterStatement !== undefined && !this.#prepare(sql).readonly) this.afterStatement(sql);
  }

  #prepare(sql: string, asArrays = false): Statement {
    const statements = asArrays ? this.#statements.arrays : this.#statements.objects;
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      if (asArrays) statement.raw();
      statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * Opens the ledger, creating the file and bringing its schema up to date unless `readonly`.
 *
 * @throws InputError `ledger-missing`, `ledger-older` (readonly), `ledger-newer`, `ledger-foreign`, `ledger-damaged`
 * @example
 * const ledger = openLedger('.frostline/ledger.db');
 */
export function openLedger(
  file: string,
  { readonly = false, clock = systemClock, newToken = randomUUID, afterStatement }: LedgerOptions = {},
): Ledger {
  if (readonly && !existsSync(file))
    throw new InputError('ledger-missing', 'there is no ledger yet', {
      place: file,
      fix: 'run `frostline launch` first, or name the state folder with --home',
    });
  if (!readonly) makeFolder(path.dirname(file));
  const database = open(file, readonly);
  try {
    if (readonly) checkSchema(database, file);
    else prepareForWriting(database, file);
  } catch (error) {
    database.close();
    throw damaged(error, file) ?? writeError(error, file) ?? error;
  }
  return new Ledger(database, file, clock, newToken, afterStatement);
}

function open(file: string, readonly: boolean): Database {
  try {
    return new Sqlite(file, { readonly, timeout: 10_000 });
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    throw new InputError('ledger-unreadable', 'the ledger cannot be opened', { place: file, cause: error });
  }
}

function prepareForWriting(database: Database, file: string): void {
  migrate(database, file);
  database.pragma('journal_mode = WAL');
  // FULL fsyncs the write-ahead log at each commit: NORMAL would lose acknowledged rows when the power fails.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
}

function damaged(error: unknown, file: string): InputError | undefined {
  if (!(error instanceof Sqlite.SqliteError) || !/^SQLITE_(NOTADB|CORRUPT)/.test(error.code))
    return undefined;
  return new InputError('ledger-damaged', 'the file is not a readable SQLite database', {
    place: file,
    fix: 'move it away, or restore it from a backup',
    cause: error,
  });
}
