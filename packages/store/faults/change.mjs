// Does one state change and dies by SIGKILL right after its COUNTth writing statement, before COMMIT.
// change.mjs LEDGER COUNT VERB ARGUMENTS (a JSON list); exits 0 when the change has fewer statements.
import * as store from '../dist/index.js';

const [file, count, verb, list] = process.argv.slice(2);
let statements = 0;
const ledger = store.openLedger(file, {
  afterStatement: () => {
    statements += 1;
    if (statements === Number(count)) process.kill(process.pid, 'SIGKILL');
  },
});
store[verb](ledger, ...JSON.parse(list));
ledger.close();
