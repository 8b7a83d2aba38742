let left = Number.POSITIVE_INFINITY;
let moment = 'before';
let callCount = 0;

process.on('message', (message) => {
  if (message.countCalls) process.send({ callCount });
  if (message.crashAtCall === undefined) return;
  left = message.crashAtCall;
  moment = message.moment;
  callCount = 0;
  process.send({ armed: true });
});
process.channel?.unref();

/** Counts and makes a call. At the call chosen for the crash, ends the process before it or once it is answered. */
export function countCall(call) {
  callCount += 1;
  left -= 1;
  const last = left === 0;
  if (last && moment === 'before') crash();
  const answer = call();
  if (!last) return answer;
  return answer instanceof Promise ? answer.finally(crash) : crash();
}

function crash() {
  process.kill(process.pid, 'SIGKILL');
}
