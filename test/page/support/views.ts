/** The views of a sweep by their query; each with what must be in sight before it is judged. */
export function views(trials: readonly string[]): Record<string, { query: string; ready: string }> {
  const [first = '', second = ''] = trials;
  const pick = `pick=${first}&pick=${second}`;
  return {
    leaderboard: { query: '?overview=on', ready: '.importance li, .importance-slot .state-box' },
    grouped: { query: '?group=freeze&overview=off', ready: '.group-row' },
    filtered: { query: '?where=freeze%3Anothing&overview=off', ready: '.table-empty' },
    curves: { query: '?page=curves', ready: '.u-plot canvas' },
    compare: { query: `?page=compare&${pick}`, ready: '.verdicts' },
    running: { query: '?page=running', ready: '.progress' },
    trial: { query: `?page=trial&trial=${first}`, ready: '.mistake img' },
  };
}
