import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into the bot's process before its own modules. Answers `{ lag: 'read' }` and `{ lag: 'reset' }` with the longest
 * delay of the event loop since the last reset and the CPU time of the process, both in milliseconds, and its memory.
 */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

process.on('message', (message) => {
  if (message.lag === undefined) return;
  const cpu = process.cpuUsage();
  process.send({
    lagMs: delay.max / 1e6,
    cpuMs: (cpu.user + cpu.system) / 1000,
    memoryMb: process.memoryUsage.rss() / 2 ** 20,
  });
  if (message.lag === 'reset') delay.reset();
});
process.channel?.unref();
