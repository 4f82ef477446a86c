import { formatTable } from '../format/table.js';
import { findHome } from '../home.js';
import { flagOption, textOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline doctor`: what this machine has, what is missing, and the one command that adds it. */
export const doctor: Verb = {
  name: 'doctor',
  summary: 'what this machine has, what is missing, and how to add it',
  define(command, act) {
    command.option('--json', 'print JSON');
    act(async ({ context: { terminal, cwd }, options }) => {
      const { examine } = await import('../../doctor/index.js');
      const given = textOption(options, 'home');
      const home = given === undefined ? existingHome(cwd) : findHome(cwd, given);
      const findings = await examine({ cwd, home });
      if (flagOption(options, 'json')) terminal.out(`${JSON.stringify(findings, null, 2)}\n`);
      else {
        const rows = findings.map(({ name, state, detail, fix }) => [name, state, detail, fix ?? '']);
        const columns = [{ title: 'what' }, { title: 'state' }, { title: 'detail' }, { title: 'fix' }];
        terminal.out(formatTable(columns, rows, terminal));
      }
      return findings.some(({ required, state }) => required && state === 'missing') ? 1 : 0;
    });
  },
};

/** The doctor looks at a state folder when there is one and is not bothered when there is none. */
function existingHome(cwd: string): string | undefined {
  try {
    return findHome(cwd, undefined);
  } catch {
    return undefined;
  }
}
