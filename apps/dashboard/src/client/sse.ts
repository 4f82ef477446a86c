/** Takes server-sent events out of a stream of text, however it is cut into pieces; comments count for nothing. */
export class EventParser {
  #rest = '';

  /** The data of the events that this piece completes. */
  push(piece: string): string[] {
    const blocks = (this.#rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const lines = block.split('\n').filter((line) => line.startsWith('data:'));
      return lines.length === 0 ? [] : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
    });
  }
}
