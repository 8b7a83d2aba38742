/**
 * Loaded into the bot's process before its own modules: its clock is ahead of the machine's by CLOCK_AHEAD_MS, or by
 * what arrives as `{ clock: milliseconds }`, which is confirmed. Timers run as always.
 */
let ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);

const RealDate = globalThis.Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + ahead] : given));
  }

  static now() {
    return RealDate.now() + ahead;
  }
};

process.on('message', (message) => {
  if (message.clock === undefined) return;
  ahead = message.clock;
  process.send({ clock: ahead });
});
process.channel?.unref();
