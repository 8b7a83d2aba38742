import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/**
 * Loaded into the bot's process before its own modules. Answers `{ heap: 'read' }` with the live memory
 * in bytes: the heap and the buffers outside it after a full collection.
 */
process.on('message', (message) => {
  if (message.heap === undefined) return;
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ liveBytes: heapUsed + external });
});
process.channel?.unref();
