import { countOption, type Options } from './options.js';

/** Where the page is served unless told. */
export const defaultPort = 7117;

/** `--port`: 0 for any that is free. @throws InputError `bad-option` */
export function pagePort(options: Options): number {
  return countOption(options, 'port', 0, 65_535) ?? defaultPort;
}
