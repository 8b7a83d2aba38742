let left = Number.POSITIVE_INFINITY;
let when = 'before';
let made = 0;

process.on('message', (message) => {
  if (message.howMany) process.send({ made });
  if (message.stopAt === undefined) return;
  left = message.stopAt;
  when = message.when;
  made = 0;
  process.send({ armed: true });
});
process.channel?.unref();

/** Does a call, unless this is the one before which the process ends; or ends it when the call was answered. */
export function counted(call) {
  made += 1;
  left -= 1;
  const last = left === 0;
  if (last && when === 'before') die();
  const answer = call();
  if (!last) return answer;
  return answer instanceof Promise ? answer.finally(die) : die();
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}
