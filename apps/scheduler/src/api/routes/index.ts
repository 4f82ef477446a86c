import { extend } from './extend.js';
import { prioritize } from './prioritize.js';
import { resume } from './resume.js';
import { retry } from './retry.js';
import type { Route } from './route.js';
import { status } from './status.js';
import { stop } from './stop.js';

/** Every route of the owner's API. Add one: a file beside this, a line here, a test. */
export const routes: readonly Route[] = [status, stop, resume, retry, prioritize, extend];
