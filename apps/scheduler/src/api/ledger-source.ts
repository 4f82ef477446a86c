import { InputError } from '@frostline/base';
import { ledgerRevision, openLedger, type Ledger } from '@frostline/store';
import { statSync } from 'node:fs';

interface OpenFile {
  readonly ledger: Ledger;
  readonly inode: bigint;
}

/**
 * The ledger of a state folder as the API reads it: it need not be there yet, and it may be replaced by a new one while
 * the API runs (`launch --fresh`).
 */
export class LedgerSource {
  private open: OpenFile | undefined;
  private seen: string | undefined;
  private count = 0;

  /** @param file the ledger's */
  constructor(private readonly file: string) {}

  /** Asks the ledger something. @throws InputError `ledger-missing`, and whatever `query` throws */
  read<Result>(query: (ledger: Ledger) => Result): Result {
    return query(this.current().ledger);
  }

  get isThere(): boolean {
    return this.inode() !== undefined;
  }

  /** A number that grows with what the ledger holds: equal numbers of one source mean equal replies. */
  revision(): number {
    const now = this.isThere ? this.fingerprint() : 'none';
    if (now !== this.seen) this.count += 1;
    this.seen = now;
    return this.count;
  }

  close(): void {
    this.open?.ledger.close();
    this.open = undefined;
  }

  private fingerprint(): string {
    try {
      const { ledger, inode } = this.current();
      return `${inode} ${ledgerRevision(ledger)}`;
    } catch (error) {
      // Half written, or of another version: whoever reads it is told, not whoever waits for changes.
      if (error instanceof InputError) return error.code;
      throw error;
    }
  }

  private current(): OpenFile {
    const inode = this.inode();
    if (this.open !== undefined && this.open.inode !== inode) this.close();
    if (inode === undefined)
      throw new InputError('ledger-missing', 'there is no ledger yet', {
        place: this.file,
        fix: 'run `frostline launch` first',
      });
    this.open ??= { ledger: openLedger(this.file, { readonly: true }), inode };
    return this.open;
  }

  private inode(): bigint | undefined {
    const found = statSync(this.file, { bigint: true, throwIfNoEntry: false });
    // Empty until the transaction that creates its tables has committed.
    return found === undefined || found.size === 0n ? undefined : found.ino;
  }
}
