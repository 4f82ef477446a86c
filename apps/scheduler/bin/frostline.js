#!/usr/bin/env node
// The committed door of the command: says what is wrong with the installation before anything modern is loaded.
const [major, minor] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!supported) {
  process.stderr.write(
    `frostline: Node.js ${process.versions.node} is too old; allowed: 20.19 or newer, 22.12 or newer\n`,
  );
  process.exit(2);
}

const entry = new URL('../dist/cli/main.js', import.meta.url);
const { existsSync } = await import('node:fs');
if (!existsSync(entry)) {
  process.stderr.write('frostline: not built yet (dist/cli/main.js is missing); run `npm run build` first\n');
  process.exit(2);
}
const { main } = await import(entry.href);
await main();
