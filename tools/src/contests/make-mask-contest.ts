import { parseArgs } from 'node:util';
import { maskContest } from './mask-contest.js';
import { writeFiles } from './write-files.js';

/**
 * Draws a contest with the folder names of the mask contest, to try things on.
 *
 *   node tools/dist/contests/make-mask-contest.js --out FOLDER [--people N] [--seed N]
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    people: { type: 'string', default: '60' },
    seed: { type: 'string', default: '0' },
  },
});
if (values.out === undefined) throw new Error('--out names the folder to write to');
const { files } = await maskContest({ people: Number(values.people), seed: Number(values.seed) });
writeFiles(values.out, files);
process.stdout.write(`${files.size} files written to ${values.out}\n`);
