import type { Range } from '../model/ranges.js';
import { runStates } from '../model/run-states.js';
import { emptyView, pages, type ViewState } from './view-state.js';

/** Reads a view from a URL's query; what is not understood is left out, since a link may come from another version. */
export function parseView(query: string): ViewState {
  const params = new URLSearchParams(query);
  const list = (name: string): string[] => params.getAll(name).filter((value) => value !== '');
  const one = (name: string): string | null => params.get(name) || null;
  const sort = one('sort');
  return {
    sweep: one('sweep'),
    page: pages.find((page) => page === params.get('page')) ?? emptyView.page,
    trial: one('trial'),
    picked: list('pick'),
    search: params.get('q') ?? '',
    states: runStates.filter((state) => params.getAll('state').includes(state)),
    where: parseWhere(list('where')),
    ranges: parseRanges(list('range')),
    tags: list('tag'),
    pinned: params.has('pinned'),
    sort: sort ? { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : null,
    group: one('group'),
    shut: list('shut'),
    hidden: list('hide'),
    metric: one('metric'),
    axis: params.get('axis') === 'step' ? 'step' : 'epoch',
    scale: params.get('scale') === 'log' ? 'log' : 'linear',
    foldLines: params.has('folds'),
    log: parseLog(params.get('log') ?? ''),
    mistakes: parseCount(params.get('mistakes') ?? ''),
    cell: params.get('cell') === 'mean' ? 'mean' : 'best',
    overview: params.has('overview') ? params.get('overview') === 'on' : null,
  };
}

/** Writes a view as a URL's query; what is as it is by default is left out. Empty for the default view. */
export function formatView(view: ViewState): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | null): void => {
    if (value !== null && value !== '') params.set(name, value);
  };
  const all = (name: string, values: readonly string[]): void => {
    for (const value of values) params.append(name, value);
  };
  set('sweep', view.sweep);
  set('page', view.page === emptyView.page ? null : view.page);
  set('trial', view.trial);
  set('q', view.search);
  all('state', view.states);
  for (const [setting, values] of Object.entries(view.where))
    all(
      'where',
      values.map((value) => `${setting}:${value}`),
    );
  for (const [name, { from, to }] of Object.entries(view.ranges))
    params.append('range', `${name}:${from ?? ''}..${to ?? ''}`);
  all('tag', view.tags);
  if (view.pinned) params.set('pinned', '1');
  if (view.sort) params.set('sort', `${view.sort.descending ? '-' : ''}${view.sort.column}`);
  set('group', view.group);
  all('shut', view.shut);
  all('hide', view.hidden);
  set('metric', view.metric);
  if (view.axis === 'step') params.set('axis', 'step');
  if (view.scale === 'log') params.set('scale', 'log');
  if (view.foldLines) params.set('folds', '1');
  if (view.log) params.set('log', `${view.log.fold}.${view.log.attempt}`);
  if (view.mistakes !== null) params.set('mistakes', String(view.mistakes));
  if (view.cell === 'mean') params.set('cell', 'mean');
  if (view.overview !== null) params.set('overview', view.overview ? 'on' : 'off');
  all('pick', view.picked);
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

function parseRanges(texts: readonly string[]): ViewState['ranges'] {
  const ranges = texts.flatMap((text): [string, Range][] => {
    const [, name, from = '', to = ''] = /^([^:]+):(.*?)\.\.(.*)$/s.exec(text) ?? [];
    const range = { from: parseNumber(from), to: parseNumber(to) };
    return name === undefined || (range.from === null && range.to === null) ? [] : [[name, range]];
  });
  return Object.fromEntries(ranges);
}

/** A finite number; null for anything else. */
function parseNumber(text: string): number | null {
  const number = Number(text);
  // Zero has no sign in a URL.
  return text.trim() === '' || !Number.isFinite(number) ? null : number + 0;
}

function parseCount(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function parseLog(text: string): ViewState['log'] {
  const [fold = '', attempt = '', ...more] = text.split('.');
  const numbers = { fold: parseCount(fold), attempt: parseCount(attempt) };
  return numbers.fold === null || numbers.attempt === null || more.length > 0
    ? null
    : { fold: numbers.fold, attempt: numbers.attempt };
}

function parseWhere(conditions: readonly string[]): Record<string, string[]> {
  // A Map, since a link may name what every object inherits, as `constructor`.
  const where = new Map<string, string[]>();
  for (const condition of conditions) {
    const colon = condition.indexOf(':');
    if (colon < 1) continue;
    const setting = condition.slice(0, colon);
    where.set(setting, [...(where.get(setting) ?? []), condition.slice(colon + 1)]);
  }
  return Object.fromEntries(where);
}
