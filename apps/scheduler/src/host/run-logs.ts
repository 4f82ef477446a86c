import type { Logger } from '@frostline/base';
import path from 'node:path';
import { attemptFolder, openLog, type LogFile } from './logs.js';

/** One log per attempt, `log.jsonl` beside what the attempt writes. */
export class RunLogs {
  private readonly open = new Map<string, LogFile>();

  constructor(private readonly home: string) {}

  of(runId: string, attempt: number): Logger {
    const folder = attemptFolder(this.home, runId, attempt);
    const log = this.open.get(folder) ?? openLog(path.join(folder, 'log.jsonl'), { runId, attempt });
    this.open.set(folder, log);
    return log.logger;
  }

  /** Writes an attempt's last line. */
  close(runId: string, attempt: number, event: { readonly type: string; readonly reason?: string }): void {
    this.of(runId, attempt).info(event, event.type);
    const folder = attemptFolder(this.home, runId, attempt);
    this.open.get(folder)?.close();
    this.open.delete(folder);
  }

  closeAll(): void {
    for (const log of this.open.values()) log.close();
    this.open.clear();
  }
}
