import type { Clock } from '@frostline/base';
import type { Timers } from '../../host/timers.js';

interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly call: () => void;
}

/** Time that passes only when told to. Its wall clock jumps; its monotonic one does not. */
export class SimulatedTime implements Clock, Timers {
  private at = 0;
  private wall = 1_700_000_000_000;
  private order = 0;
  private appointments: Appointment[] = [];

  now(): number {
    return this.wall + this.at;
  }

  monotonic(): number {
    return this.at;
  }

  jump(ms: number): void {
    this.wall += ms;
  }

  after(ms: number, call: () => void): () => void {
    const appointment = { at: this.at + ms, order: this.order++, call };
    this.appointments.push(appointment);
    return () => {
      this.appointments = this.appointments.filter((other) => other !== appointment);
    };
  }

  every(ms: number, call: () => void): () => void {
    let cancel: () => void;
    const again = (): void => {
      cancel = this.after(ms, again);
      call();
    };
    cancel = this.after(ms, again);
    return () => {
      cancel();
    };
  }

  /** Lets time pass, calling what falls due in its order; what follows from each call by promises comes before the next. */
  async pass(ms: number, afterEach: () => void): Promise<void> {
    const end = this.at + ms;
    for (let next = this.next(end); next !== undefined; next = this.next(end)) {
      const due = next;
      this.appointments = this.appointments.filter((other) => other !== due);
      this.at = due.at;
      due.call();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      afterEach();
    }
    this.at = end;
  }

  private next(end: number): Appointment | undefined {
    let first: Appointment | undefined;
    for (const appointment of this.appointments) {
      if (appointment.at > end) continue;
      const earlier =
        first === undefined ||
        appointment.at < first.at ||
        (appointment.at === first.at && appointment.order < first.order);
      if (earlier) first = appointment;
    }
    return first;
  }
}
