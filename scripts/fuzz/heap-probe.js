/**
 * Loaded into the bot's process before its own modules, with `--expose-gc`. Answers `{ heap: 'read' }` with the live memory
 * in bytes: the heap and the buffers outside it after a full collection.
 */
process.on('message', (message) => {
  if (message.heap === undefined) return;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ liveBytes: heapUsed + external });
});
process.channel?.unref();
