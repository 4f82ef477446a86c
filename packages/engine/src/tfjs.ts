import * as tf from '@tensorflow/tfjs';

// Production mode: no banner on the console at start-up, no per-op checks that only help tfjs's own developers.
tf.enableProdMode();

export { tf };
