import type { Logger } from '@frostline/base';

const ignore = (): void => undefined;

/** Discards everything. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
