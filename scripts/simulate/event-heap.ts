/** An event at a time. Events of the same time are sorted by `order`. */
export interface TimedEvent {
  /** Milliseconds of virtual time. */
  time: number;
  readonly order: number;
}

/** A binary heap: the earliest event first. */
export class EventHeap<E extends TimedEvent> {
  readonly #events: E[] = [];

  get size(): number {
    return this.#events.length;
  }

  peek(): E | undefined {
    return this.#events[0];
  }

  push(event: E): void {
    const events = this.#events;
    let index = events.push(event) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!isBefore(event, events[above] as E)) break;
      events[index] = events[above] as E;
      index = above;
    }
    events[index] = event;
  }

  pop(): E | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (first === undefined || last === undefined || events.length === 0) return first;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= events.length) break;
      if (below + 1 < events.length && isBefore(events[below + 1] as E, events[below] as E)) below += 1;
      if (!isBefore(events[below] as E, last)) break;
      events[index] = events[below] as E;
      index = below;
    }
    events[index] = last;
    return first;
  }
}

function isBefore(one: TimedEvent, other: TimedEvent): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
