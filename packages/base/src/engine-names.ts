/** What may train a run: the compiled engine, or one of the eager ones. */
export const engineNames = ['onnxruntime', 'tensorflow', 'wasm', 'cpu'] as const;
export type EngineName = (typeof engineNames)[number];
