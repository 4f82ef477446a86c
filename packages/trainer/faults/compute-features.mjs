// Begins to compute features of three images, says so, and never ends.
// compute-features.mjs FOLDER
import { FeatureStore } from '../dist/index.js';

process.on('disconnect', () => process.exit(0));
await new FeatureStore(process.argv[2]).open('an identity', 3, {
  async *compute() {
    yield { row: [2], values: Float32Array.of(1, 2) };
    process.send('computing');
    await new Promise(() => undefined);
  },
  alive: () => undefined,
});
