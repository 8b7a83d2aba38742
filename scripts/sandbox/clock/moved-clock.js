/**
 * Loaded into the bot's process before its own modules: its clock is ahead of the machine's by CLOCK_OFFSET_MS, or by
 * what arrives as `{ clock: milliseconds }`, which is confirmed. Timers run as always.
 */
let ahead = Number(process.env.CLOCK_OFFSET_MS ?? 0);

const RealDate = globalThis.Date;
const realNow = RealDate.now;
const now = () => realNow() + ahead;

RealDate.now = now;
// Not a subclass: dates that Node itself makes have to stay instances, and `Date()` has to stay callable.
const MovedDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
});
RealDate.prototype.constructor = MovedDate;
globalThis.Date = MovedDate;

const format = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')?.get;
Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
  configurable: true,
  get() {
    return (date = now()) => format.call(this)(date);
  },
});

process.on('message', (message) => {
  if (message.clock === undefined) return;
  ahead = message.clock;
  process.send({ clock: ahead });
});
// Stops the bot when its parent process has died.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone keeps no process alive.
process.channel?.unref();
