import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '@frostline/base';
import { checkCompiler, compileAddon, linkTensorFlow } from './build-addon.js';
import { runSetup } from './run-setup.js';
import { findTensorFlow, libraryBytes } from './tensorflow-folder.js';
import { checkPackage, installPackage } from './tfjs-node.js';
import { unpackWheel } from './unpack-wheel.js';

/*
 * `npm run setup:tensorflow -- --wheel FILE|DIR`: builds tfjs-node's addon against the TensorFlow of a Python wheel, for a
 * current TensorFlow, a current CUDA, or a network that reaches a Python index only.
 */
const NAME = '@tensorflow/tfjs-node';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

await runSetup(async ({ root, argv, say }) => {
  const wheel = wheelOf(argv);
  await checkCompiler(root);
  const tensorflow = findTensorFlow(await folderOf(wheel, root, say));
  say(
    `TensorFlow's libraries (${gigabytes(libraryBytes(tensorflow))}) are used where they lie: ${tensorflow}`,
  );
  say(`installing ${NAME} into node_modules; package.json and package-lock.json stay as they are`);
  const folder = await installPackage(root, NAME);
  linkTensorFlow(tensorflow, folder);
  say('compiling its addon, which takes less than a minute');
  await compileAddon(root, folder);
  const { version, card } = await checkPackage(root, NAME);
  say(
    `ready: --engine tensorflow runs TensorFlow ${version}, ${card ? 'with a CUDA card' : 'no CUDA card found'}`,
  );
  say('`npm ci` takes it away again: run this once more then');
});

function wheelOf(argv: readonly string[]): string {
  const usage = (cause?: unknown): InputError =>
    new InputError('usage', 'say which TensorFlow to build on', {
      allowed: '--wheel FILE.whl, or --wheel FOLDER with an unpacked one or an installed tensorflow',
      fix: '`pip download --no-deps tensorflow` gets a wheel',
      cause,
    });
  try {
    const { values } = parseArgs({ args: [...argv], options: { wheel: { type: 'string' } } });
    if (values.wheel === undefined) throw usage();
    // npm runs scripts in the workspace's folder, whatever the folder that it was called in.
    return path.resolve(process.env['INIT_CWD'] ?? process.cwd(), values.wheel);
  } catch (error) {
    throw error instanceof InputError ? error : usage(error);
  }
}

async function folderOf(wheel: string, root: string, say: (line: string) => void): Promise<string> {
  if (statSync(wheel, { throwIfNoEntry: false })?.isDirectory() === true) return wheel;
  const cache = path.join(root, 'node_modules', '.cache', 'frostline');
  const { folder, unpacked } = await unpackWheel(wheel, cache, (bytes) => {
    say(`unpacking ${gigabytes(bytes)} into ${cache}`);
  });
  if (!unpacked) say(`unpacked before: ${folder}`);
  return folder;
}
