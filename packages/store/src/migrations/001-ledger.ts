/**
 * Schema 1.
 *
 * `key` columns are internal and small, `id` columns are what people and files see. A trial is its settings, folds and
 * competition, so that sweeps that hold the same cell share its runs; the pooled values are each sweep's own.
 * A run's token is there exactly while a worker holds it. Times are wall-clock milliseconds, for people only: nothing
 * expires by them.
 */
export const schema1 = `
CREATE TABLE sweep (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  spec TEXT NOT NULL CHECK (json_valid(spec)),
  metric TEXT NOT NULL,
  goal TEXT NOT NULL CHECK (goal IN ('maximize', 'minimize')),
  folds TEXT NOT NULL CHECK (json_valid(folds)),
  competition_path TEXT NOT NULL,
  competition_hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  recency INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE trial (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE sweep_trial (
  sweep INTEGER NOT NULL REFERENCES sweep (key),
  ordinal INTEGER NOT NULL,
  trial INTEGER NOT NULL REFERENCES trial (key),
  pooled_values TEXT CHECK (json_valid(pooled_values)),
  PRIMARY KEY (sweep, ordinal),
  UNIQUE (sweep, trial)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  trial INTEGER NOT NULL REFERENCES trial (key),
  fold INTEGER NOT NULL CHECK (fold >= 0),
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'paused', 'complete', 'pruned', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  forgiven INTEGER NOT NULL DEFAULT 0,
  token TEXT,
  result_step INTEGER,
  result_epoch INTEGER,
  result_values TEXT CHECK (json_valid(result_values)),
  weights_sha256 TEXT,
  out_of_fold TEXT,
  test TEXT,
  seconds REAL,
  UNIQUE (trial, fold),
  CHECK ((state = 'running') = (token IS NOT NULL)),
  CHECK ((state = 'complete') = (result_values IS NOT NULL))
) STRICT;

CREATE TABLE attempt (
  run INTEGER NOT NULL REFERENCES run (key),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  token TEXT NOT NULL,
  worker TEXT NOT NULL,
  device TEXT NOT NULL,
  artifacts TEXT NOT NULL,
  claimed INTEGER NOT NULL,
  ended INTEGER,
  outcome TEXT CHECK (outcome IN ('complete', 'pruned', 'failed', 'stopped', 'lost')),
  last_sequence INTEGER NOT NULL DEFAULT -1,
  engine TEXT,
  numerics_class TEXT,
  numerics_changed INTEGER NOT NULL DEFAULT 0,
  resumed_from_step INTEGER,
  total_steps INTEGER,
  steps_per_epoch INTEGER,
  failure TEXT,
  code TEXT,
  message TEXT,
  exit_code INTEGER,
  signal TEXT,
  PRIMARY KEY (run, attempt),
  CHECK ((ended IS NULL) = (outcome IS NULL)),
  CHECK ((outcome IS 'failed') = (failure IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (
  run INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  step INTEGER NOT NULL,
  name TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  value REAL,
  special TEXT CHECK (special IN ('NaN', 'Infinity', '-Infinity')),
  PRIMARY KEY (run, attempt, step, name),
  FOREIGN KEY (run, attempt) REFERENCES attempt (run, attempt),
  CHECK ((value IS NULL) <> (special IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  run INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  step INTEGER NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run, attempt, step),
  FOREIGN KEY (run, attempt) REFERENCES attempt (run, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  trial INTEGER NOT NULL REFERENCES trial (key),
  split TEXT NOT NULL CHECK (split IN ('train', 'test')),
  id TEXT NOT NULL,
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (trial, split, id)
) STRICT, WITHOUT ROWID;
`;
