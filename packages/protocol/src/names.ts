/**
 * What may train a run: the compiled engine, or one of the eager ones. Behind a door of its own, which loads no schema:
 * a command line lists them each time it starts.
 */
export const engineNames = ['onnxruntime', 'wasm', 'cpu'] as const;
