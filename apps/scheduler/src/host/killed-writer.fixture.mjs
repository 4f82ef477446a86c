// Begins to write each of the files that it is given, says so, and never finishes.
import { AtomicFile } from '@frostline/base';

process.on('disconnect', () => process.exit(0));
for (const file of process.argv.slice(2)) new AtomicFile(file).write(Buffer.from('half of it'));
process.send('writing');
