import { statSync } from 'node:fs';

class Later extends Date {}

/** A process that says what time it is, in every way there is. */
process.on('message', ({ read }) => {
  if (!read) return;
  process.send({
    now: Date.now(),
    // biome-ignore lint/complexity/useDateNow: this way is one of those that are tried
    made: new Date().getTime(),
    called: Date.parse(Date()),
    formatted: new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(),
    given: new Date(5).getTime(),
    parsed: Date.parse('1970-01-01T00:00:00Z'),
    utc: Date.UTC(2026, 10, 25),
    areDates: [
      new Date() instanceof Date,
      structuredClone(new Date()) instanceof Date,
      statSync('/').mtime instanceof Date,
      new Later() instanceof Later && new Later() instanceof Date,
    ],
    ofItsKind: new new Date(5).constructor().getTime(),
    subclass: new Later().getTime(),
  });
});

// What is asked before this would go unheard.
process.send({ ready: true });

// As a server stays.
setInterval(() => undefined, 60_000);
