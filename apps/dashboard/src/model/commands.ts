import type { ApiSweep } from '@frostline/protocol';

/** The command that runs what waits of a sweep, and what is paused of a trial or of all of it; for any folder. */
export function resumeCommand({ id, home }: Pick<ApiSweep, 'id' | 'home'>, trial?: string): string {
  const words = ['frostline', 'resume', ...(trial === undefined ? [] : [trial])];
  return [...words, '--sweep', id, '--home', shellWord(home)].join(' ');
}

/** The command that serves the page of a sweep's state folder again, at the port where it was. */
export function serveCommand({ home }: Pick<ApiSweep, 'home'>, port: string): string {
  return ['frostline', 'serve', '--home', shellWord(home), ...(port === '' ? [] : ['--port', port])].join(
    ' ',
  );
}

/** As a POSIX shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w/.,:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
