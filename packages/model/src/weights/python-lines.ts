import os from 'node:os';
import path from 'node:path';
import type { Environment } from './environment.js';
import { set, underHome } from './hub-cache.js';

/** Where torch.hub keeps checkpoints; what Python makes of one stands beside it. */
export function convertedFile(url: string, env: Environment): string {
  const { TORCH_HOME, XDG_CACHE_HOME } = env;
  const home =
    set(TORCH_HOME) ?? path.join(set(XDG_CACHE_HOME) ?? path.join(os.homedir(), '.cache'), 'torch');
  const name = path.posix.basename(new URL(url).pathname).replace(/\.pth$/, '.safetensors');
  return path.join(underHome(home), 'hub', 'checkpoints', name);
}

/** The line of Python that fetches a checkpoint of torchvision and writes it where `convertedFile` looks. */
export function fetchAndConvert(url: string, file: string): string {
  const state = `torch.hub.load_state_dict_from_url('${url}', map_location='cpu')`;
  return python(`d = ${state}`, file);
}

/** The line of Python that converts a checkpoint, as a whole or with the weights under `state_dict`. */
export function convert(checkpoint: string): string {
  const load = `d = torch.load(${quote(checkpoint)}, map_location='cpu', weights_only=True)`;
  return python(`${load}; d = d.get('state_dict', d)`, checkpoint.replace(/\.[^./\\]+$/, '.safetensors'));
}

/** Tied or strided tensors are written out, which `save_file` would refuse. */
const python = (load: string, file: string): string =>
  `python3 -c "import torch; from safetensors.torch import save_file; ${load}; ` +
  `save_file({k: v.clone().contiguous() for k, v in d.items()}, ${quote(file)})"`;

const quote = (text: string): string => `'${text.replaceAll(/['"\\$\`]/g, '\\$&')}'`;
