import { readFileSync } from 'node:fs';
import { root } from './workspace.js';

/** A program that the README shows, and what the README says that it prints. */
export interface ReadmeExample {
  readonly program: string;
  readonly output: string;
}

const fence = (language: string): string => '\\s*```' + language + '\\n([^]*?)```';

/** Finds the `js` block and the `text` block that follow `<!-- example: NAME -->` in the root README. */
export function readmeExample(name: string): ReadmeExample {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const pattern = new RegExp(`<!-- example: ${name} -->${fence('js')}[^]*?${fence('text')}`);
  const [, program, output] = pattern.exec(readme) ?? [];
  if (program === undefined || output === undefined)
    throw new Error(
      `README.md has no example ${name}: a \`js\` and a \`text\` block after <!-- example: ${name} -->`,
    );
  return { program, output };
}
