import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backbonePage, familyTable } from './backbone-docs.js';
import { betweenMarkers } from './between-markers.js';

/** Writes `docs/backbones.md`, and the table of README.md, from the registry: part of `npm run docs`. */
const root = path.resolve(import.meta.dirname, '../../..');
const readme = path.join(root, 'README.md');
writeFileSync(path.join(root, 'docs/backbones.md'), backbonePage());
writeFileSync(readme, betweenMarkers(readFileSync(readme, 'utf8'), 'backbones', familyTable()));
