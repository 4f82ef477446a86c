import type { LogReply } from '@frostline/protocol';
import { z } from 'zod';

/** pino's numbers. */
const levels: Readonly<Record<number, LogReply['lines'][number]['level']>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

const logLine = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().default('') });

/** Lines that a log's every line repeats, and its folder says. */
const bindings = ['runId', 'attempt'];

/** The last `count` whole lines of a log, oldest first. A line that is no log line, say one cut short, is left out. */
export function logLines(text: string, count: number): LogReply['lines'] {
  return text.split('\n').flatMap(parseLine).slice(-count);
}

function parseLine(text: string): LogReply['lines'] {
  const parsed = logLine.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  const { level, time, msg, ...others } = parsed.data;
  const fields = Object.fromEntries(Object.entries(others).filter(([name]) => !bindings.includes(name)));
  return [{ time, level: levels[level] ?? 'info', message: msg, fields }];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
