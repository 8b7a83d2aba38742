import { toast } from './popups.js';
import { act, currentChannel, go, view, world } from './state.js';

const COMMAND = '/reseller-check';
const TALLEST_PX = 200;

/** Wires the composer: Enter sends, Shift+Enter breaks the line, a leading `/` is the command. */
export function startComposer(form) {
  const field = form.querySelector('#composer');
  field.addEventListener('input', () => grow(field));
  field.addEventListener('keydown', (event) => onKey(event, form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    return send(field);
  });
  form.querySelector('#leave-thread').addEventListener('click', () => {
    go({ thread: null });
    field.focus();
  });
  form
    .querySelector('[data-shortcut="check-customer"]')
    .addEventListener('click', () => act('global-shortcut', { callbackId: 'check-customer' }));
}

/** Shows where the text will be posted, and locks the field where the person may not write. */
export function drawComposer(form) {
  const channel = currentChannel();
  const field = form.querySelector('#composer');
  const name = channel?.kind === 'im' ? 'Reseller Check' : `#${channel?.name ?? ''}`;
  const mayWrite = Boolean(channel?.member && !channel.isBare);
  field.disabled = !mayWrite;
  field.placeholder = mayWrite ? `Message ${name}` : `You cannot write to ${name} from here`;
  form.querySelector('#send').disabled = !mayWrite;
  form.querySelector('#thread-note').hidden = !view.thread;
  if (view.thread)
    form.querySelector('#thread-of').textContent = `Replying in the thread of “${parentWords()}”`;
  hint(field);
}

/** Fills the composer with a sample: a command unchanged, anything else after the command. */
export function compose(field, text) {
  go({ thread: null, tab: 'messages' });
  field.value = text.startsWith('/') ? text : `${COMMAND} ${text}`;
  grow(field);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function onKey(event, form) {
  const field = event.currentTarget;
  if (event.isComposing) return;
  if (event.key === 'Tab' && !event.shiftKey && isStartOfCommand(field.value)) {
    event.preventDefault();
    field.value = `${COMMAND} `;
    grow(field);
  } else if (event.key === 'Escape' && view.thread) {
    go({ thread: null });
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
}

async function send(field) {
  const text = field.value.trim();
  const channel = currentChannel();
  if (!text || !channel) return;
  const command = /^\/(\S+)\s*([\s\S]*)$/.exec(text);
  if (command && `/${command[1]}` !== COMMAND)
    return toast(`/${command[1]} is not a command here. Try ${COMMAND} help.`);
  if (command && view.thread)
    return toast(`${COMMAND} does not work in threads: Slack sends no commands from there.`);
  field.value = '';
  grow(field);
  const answer = command
    ? await act('command', { channel: channel.id, command: COMMAND, text: command[2] })
    : await act('say', { channel: channel.id, text, ...(view.thread && { threadTs: view.thread.ts }) });
  if (!answer.ok && !field.value) field.value = text;
  grow(field);
}

function grow(field) {
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
  hint(field);
}

function hint(field) {
  const line = document.getElementById('command-hint');
  line.hidden = !(isStartOfCommand(field.value) || field.value.startsWith(`${COMMAND} `));
  document.getElementById('command-tab').hidden = !isStartOfCommand(field.value);
}

function isStartOfCommand(text) {
  return text.startsWith('/') && COMMAND.startsWith(text) && text !== COMMAND;
}

function parentWords() {
  const parent = (world.state.messages[view.thread.channel] ?? []).find(({ ts }) => ts === view.thread.ts);
  const words = (parent?.text ?? 'this message').replace(/[<>*_~`]/g, '').replace(/\s+/g, ' ');
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
