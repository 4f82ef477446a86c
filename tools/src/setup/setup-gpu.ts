import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FrostlineError } from '@frostline/base';
import { runCommand } from './run-command.js';
import { runSetup } from './run-setup.js';
import { checkPackage, installPackage } from './tfjs-node.js';

/*
 * `npm run setup:gpu`: TensorFlow 2.9 for CUDA 11.2 and cuDNN 8.1 as its makers pack it for Node, some 400 MB, which
 * nobody without such a card should have to download.
 */
const NAME = '@tensorflow/tfjs-node-gpu';

await runSetup(async ({ root, say }) => {
  say(`installing ${NAME} into node_modules; package.json and package-lock.json stay as they are`);
  const folder = await installPackage(root, NAME);
  say('its own script downloads TensorFlow for CUDA 11.2, some 400 MB');
  const { output } = await runCommand(root, folder, [
    process.execPath,
    'scripts/install.js',
    'gpu',
    'download',
  ]);
  if (!hasAddon(folder)) {
    // Half of it would be found by the engine, and be broken.
    rmSync(folder, { recursive: true });
    throw new FrostlineError(
      'download',
      'TensorFlow could not be downloaded. Where its host cannot be reached, build on a wheel from a Python index:\n' +
        `  pip download --no-deps tensorflow && npm run setup:tensorflow -- --wheel tensorflow-*.whl\n${output}`,
    );
  }
  const { version, card } = await checkPackage(root, NAME);
  say(
    `ready: --engine tensorflow runs TensorFlow ${version}, ${card ? 'with a CUDA card' : 'no CUDA card found'}`,
  );
  say('`npm ci` takes it away again: run this once more then');
});

function hasAddon(folder: string): boolean {
  const lib = path.join(folder, 'lib');
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some((name) => existsSync(path.join(lib, name, 'tfjs_binding.node')));
}
