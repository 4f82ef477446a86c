import { silentLogger, type Logger } from '@frostline/base';
import { findHome } from '../home.js';
import { textOption } from '../options.js';
import { defaultPort, pagePort } from '../page-port.js';
import type { Terminal } from '../terminal.js';
import type { Verb } from '../verb.js';

/** `frostline serve`: the leaderboard's page and its API, with or without a sweep that runs. */
export const serve: Verb = {
  name: 'serve',
  summary: "show the leaderboard's page, live, until interrupted",
  define(command, act) {
    command
      .option('--port <n>', 'where to listen; 0 is any free one', String(defaultPort))
      .option('--host <address>', 'address to listen on; others than loopback need --token', '127.0.0.1')
      .option('--token <text>', "what lets people in, or FROSTLINE_TOKEN; the state folder's own when absent")
      .option('--allow-host <name...>', 'further names under which the page may be reached; needs --token');
    act(async ({ context, options }) => {
      const { terminal, cwd, env, clock } = context;
      const home = findHome(cwd, textOption(options, 'home'));
      const { checkListening } = await import('../../api/hosts.js');
      const names = options['allowHost'];
      const listening = {
        host: textOption(options, 'host') ?? '127.0.0.1',
        port: pagePort(options),
        allowHosts: Array.isArray(names) ? names.map(String) : [],
      };
      const given =
        textOption(options, 'token') ?? (env.FROSTLINE_TOKEN === '' ? undefined : env.FROSTLINE_TOKEN);
      checkListening(listening, given);
      const { OwnerElsewhere } = await import('../../api/owner-elsewhere.js');
      const { TakenPort } = await import('../../api/port.js');
      const { startApi } = await import('../../api/server.js');
      const { stateToken } = await import('../../api/state-token.js');
      const { checkStateFolder } = await import('../../host/state-folder.js');
      const { onInterrupt } = await import('../../host/interrupts.js');
      checkStateFolder(home);
      const port = await TakenPort.take(listening);
      const api = await startApi({
        home,
        owner: new OwnerElsewhere(home, clock),
        token: given ?? stateToken(home),
        port,
        clock,
        logger: failuresTo(terminal),
      });
      terminal.out(`${api.url}\n`);
      terminal.err('Ctrl-C ends it; a sweep that runs goes on\n');
      await new Promise<void>((resolve) => {
        const dispose = onInterrupt(() => {
          dispose();
          resolve();
        });
      });
      await api.close();
      return 0;
    });
  },
};

/** What breaks is said where the server was started; the rest is nobody's news. */
function failuresTo(terminal: Pick<Terminal, 'err'>): Logger {
  return {
    ...silentLogger,
    error: (fields, message) => {
      terminal.err(`${message}: ${JSON.stringify(fields)}\n`);
    },
  };
}
