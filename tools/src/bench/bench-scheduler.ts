import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeLedger } from '../ledger/make-ledger.js';
import { measureDurableRows } from './durable-rows.js';

/**
 * What the scheduler and its ledger cost on this machine, beside Optuna where Debian's python3-optuna is installed.
 *
 *   npm run bench:scheduler [-- --json FILE] [--trials N] [--folder FOLDER]
 *
 * The disk decides much of it: FOLDER, by default one for temporary files, is where everything is written.
 */
const { values: args } = parseArgs({
  options: {
    json: { type: 'string' },
    trials: { type: 'string', default: '10000' },
    folder: { type: 'string', default: os.tmpdir() },
  },
});
const trials = Number(args.trials);
const workers = 8;
const peerTrials = 200;
const root = path.resolve(import.meta.dirname, '../../..');
const scratch = mkdtempSync(path.join(args.folder, 'frostline-bench-'));

try {
  const result = {
    machine: machine(),
    commit: commitMs(),
    noOp: noOp(),
    rows: rows(),
    ...board(),
    optuna: optuna(),
  };
  for (const line of lines(result)) process.stdout.write(`${line}\n`);
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(result, undefined, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}

type Result = ReturnType<typeof board> & {
  readonly machine: ReturnType<typeof machine>;
  readonly commit: number;
  readonly noOp: NoOp;
  readonly rows: ReturnType<typeof rows>;
  readonly optuna: Peer | undefined;
};

function lines({ machine, commit, noOp, rows, query, command, optuna }: Result): string[] {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  return [
    `${machine.cores} × ${machine.cpu}, Node ${machine.node}, load ${machine.load.toFixed(1)}; a commit of one event takes ${ms(commit)} on this disk`,
    `scheduler per no-op trial, ${noOp.trials} trials on ${noOp.workers} workers, ${noOp.reports} durable reports each: ` +
      `busy ${ms(noOp.busyMs)} (of it computing ${ms(noOp.cpuMs)}, the rest waits for the disk); one trial every ${ms(noOp.wallMs)}`,
    optuna === undefined
      ? "Optuna: skipped, since Debian's python3-optuna is not installed"
      : `Optuna ${optuna.version} on SQLite per such trial, ${optuna.trials} trials: ${ms(optuna.wallMs)}`,
    ...rows.map(
      ({ eventsPerCommit, rowsPerSecond }) =>
        `durable metric rows, ${eventsPerCommit} events of five values in a commit: ${rowsPerSecond} a second`,
    ),
    `leaderboard's query, ${trials} trials × 3 folds × 50 rows: ${ms(query.againMs)}; the first time in a process ${ms(query.firstMs)}`,
    `frostline leaderboard: ${ms(command.smallMs)} for 15 trials, ${ms(command.largeMs)} for ${trials}; node alone ${ms(command.nodeMs)}`,
  ];
}

function machine() {
  const [cpu] = os.cpus();
  const [load = 0] = os.loadavg();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: os.availableParallelism(),
    node: process.versions.node,
    load,
  };
}

/** The price of durability here: what everything else is made of. */
function commitMs(): number {
  const { rowsPerSecond } = measureDurableRows(path.join(scratch, 'commit.db'), 1, 2);
  return 5000 / rowsPerSecond;
}

interface NoOp {
  readonly trials: number;
  readonly workers: number;
  readonly reports: number;
  readonly busyMs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
}

function noOp(): NoOp {
  const home = folder('no-op');
  const program = path.join(root, 'apps/scheduler/bench/no-op-trials.mjs');
  return JSON.parse(node(program, home, String(trials), String(workers))) as NoOp;
}

function rows() {
  return [1, 20, 200].map((events) => measureDurableRows(path.join(scratch, `rows-${events}.db`), events, 3));
}

function board() {
  const [large, small] = [folder('large'), folder('small')];
  makeLedger(large, { trials });
  makeLedger(small, { trials: 15 });
  const query = path.join(import.meta.dirname, 'leaderboard-query.js');
  const queries = Array.from(
    { length: 5 },
    () => JSON.parse(node(query, path.join(large, 'ledger.db'))) as { firstMs: number; againMs: number },
  );
  const command = path.join(root, 'apps/scheduler/bin/frostline.js');
  const shown = (home: string): number => median(7, () => node(command, 'leaderboard', '--home', home));
  return {
    query: {
      firstMs: middle(queries.map(({ firstMs }) => firstMs)),
      againMs: middle(queries.map(({ againMs }) => againMs)),
    },
    command: { smallMs: shown(small), largeMs: shown(large), nodeMs: median(7, () => node('-e', '0')) },
  };
}

interface Peer {
  readonly version: string;
  readonly trials: number;
  readonly wallMs: number;
}

function optuna(): Peer | undefined {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', 'import optuna']).status !== 0) return undefined;
  const program = path.join(root, 'tools/bench/optuna_trials.py');
  const printed = execFileSync(python, [program, folder('optuna'), String(peerTrials)], { encoding: 'utf8' });
  return JSON.parse(printed) as Peer;
}

function folder(name: string): string {
  const made = path.join(scratch, name);
  mkdirSync(made);
  return made;
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

function median(times: number, act: () => unknown): number {
  return middle(
    Array.from({ length: times }, () => {
      const start = performance.now();
      act();
      return performance.now() - start;
    }),
  );
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
