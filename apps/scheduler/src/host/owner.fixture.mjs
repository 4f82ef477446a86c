// An owner in a process of its own, for tests that kill it: launches the sweep of the folder that is its argument, with
// the fake worker. Runs what was built, as the command does.
import { systemClock } from '@frostline/base';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchSweep } from '../../dist/owner/launch.js';
import { prepareSweep } from '../../dist/host/prepare.js';

const [root, catalog] = process.argv.slice(2);
const reporter = {
  progress: () => undefined,
  runEnded: () => undefined,
  notice: () => undefined,
  close: () => undefined,
};
const end = await launchSweep(await prepareSweep('sweep.yaml', root, JSON.parse(catalog)), {
  home: path.join(root, '.frostline'),
  choice: {
    workers: 2,
    engine: undefined,
    script: fileURLToPath(new URL('./fake-worker.fixture.mjs', import.meta.url)),
  },
  limits: {},
  hours: undefined,
  clock: systemClock,
  reporter,
  fresh: false,
  begun: () => undefined,
});
process.exitCode = end.paused > 0 ? 130 : end.failed > 0 ? 1 : 0;
