import { existsSync } from 'node:fs';
import path from 'node:path';
import { FrostlineError } from '@frostline/base';
import { runCommand } from './run-command.js';

/** The version of all of tfjs that the engine is written for. */
const VERSION = '4.22.0';

const packages = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'] as const;
export type TfjsPackage = (typeof packages)[number];

/**
 * Puts a package of tfjs-node beside the others, as npm does, but runs none of its scripts and writes neither
 * package.json nor package-lock.json: the next `npm ci` takes it away.
 *
 * @returns its folder
 * @throws FrostlineError `npm` with what npm said
 */
export async function installPackage(root: string, name: TfjsPackage): Promise<string> {
  const folderOf = (one: TfjsPackage): string => path.join(root, 'node_modules', one);
  // npm takes away what no package.json asks for and this call does not name.
  const named = packages.filter((one) => one === name || existsSync(folderOf(one)));
  const { ok, output } = await runCommand(root, root, [
    'npm',
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...named.map((one) => `${one}@${VERSION}`),
  ]);
  const folder = folderOf(name);
  if (ok && existsSync(path.join(folder, 'package.json'))) return folder;
  throw new FrostlineError(
    'npm',
    `npm could not install ${name}@${VERSION}: is the registry reachable?\n${output}`,
  );
}

/**
 * Loads what was built, in a process of its own.
 *
 * @returns TensorFlow's version, and whether it found a card
 * @throws FrostlineError `addon` with what went wrong
 */
export async function checkPackage(
  root: string,
  name: TfjsPackage,
): Promise<{ version: string; card: boolean }> {
  // Node 23 took from `util` what tfjs-node calls; the engine mends that likewise.
  const program =
    "const util = require('util'); util.isNullOrUndefined ??= (x) => x == null; util.isArray ??= Array.isArray;" +
    `const { binding } = require('${name}').backend();` +
    'console.log(`TensorFlow ${binding.TF_Version} ${binding.isUsingGpuDevice()}`);';
  const { ok, output } = await runCommand(root, root, [process.execPath, '-e', program]);
  const [, version, card] = /TensorFlow (\S+) (true|false)/.exec(output) ?? [];
  if (ok && version !== undefined) return { version, card: card === 'true' };
  throw new FrostlineError('addon', `${name} does not load:\n${output}`);
}
