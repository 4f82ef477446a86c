import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { FrostlineError, InputError } from '@frostline/base';
import { runCommand } from './run-command.js';
import { frameworkLibrary, headerFolder, mainLibrary } from './tensorflow-folder.js';

/** Programs that compile the addon; node-gyp needs Python. */
const compilers: readonly (readonly string[])[] = [
  ['g++', '--version'],
  ['make', '--version'],
  ['python3', '--version'],
];

/** @throws InputError `no-compiler`, naming what is missing and the command that adds it */
export async function checkCompiler(root: string): Promise<void> {
  const missing: string[] = [];
  for (const command of compilers)
    if (!(await runCommand(root, root, command)).ok) missing.push(command[0] ?? '');
  if (missing.length > 0)
    throw new InputError('no-compiler', 'the addon cannot be compiled here', {
      found: `no ${missing.join(', no ')}`,
      fix: `install it; on Debian: apt-get install ${missing.join(' ')}`,
    });
}

/**
 * Lays links to a TensorFlow where tfjs-node's addon looks for its own, which is of 2022. All the functions that it calls
 * are still there.
 */
export function linkTensorFlow(tensorflow: string, packageFolder: string): void {
  const deps = path.join(packageFolder, 'deps');
  const lib = path.join(deps, 'lib');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(lib, { recursive: true });
  symlinkSync(path.join(tensorflow, headerFolder), path.join(deps, 'include'));
  const links: Readonly<Record<string, string>> = {
    'libtensorflow.so': mainLibrary,
    [mainLibrary]: mainLibrary,
    'libtensorflow_framework.so': frameworkLibrary,
    [frameworkLibrary]: frameworkLibrary,
  };
  for (const [link, target] of Object.entries(links))
    symlinkSync(path.join(tensorflow, target), path.join(lib, link));
  // A TensorFlow with CUDA looks for NVIDIA's Python packages in `../nvidia` of the folder that it is loaded from.
  const nvidia = path.join(path.dirname(tensorflow), 'nvidia');
  if (existsSync(nvidia)) symlinkSync(nvidia, path.join(deps, 'nvidia'));
}

/** @throws FrostlineError `compile` with the compiler's last words */
export async function compileAddon(root: string, packageFolder: string): Promise<void> {
  const { ok, output } = await runCommand(root, packageFolder, [
    'node-pre-gyp',
    'install',
    '--build-from-source',
  ]);
  if (!ok) throw new FrostlineError('compile', `the addon does not compile:\n${output}`);
}
