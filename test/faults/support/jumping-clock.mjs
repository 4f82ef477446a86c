// Loaded before a program: its wall clock is a day ahead for a second, then a day behind, then ahead again.
const RealDate = Date;
const now = () => RealDate.now() + (Math.floor(performance.now() / 1000) % 2 === 0 ? 1 : -1) * 86_400_000;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }

  static now() {
    return now();
  }
};
