import { timeOfDay } from './dates.js';
import { h, keepingFocus } from './dom.js';
import { act, world } from './state.js';

const SYSTEM_NAMES = { zuora: 'Zuora', salesforce: 'Salesforce', zendesk: 'Zendesk' };
const MODE_WORDS = {
  none: 'Works',
  down: 'Down',
  slow: 'Slow',
  500: 'Answers 500',
  429: 'Answers 429',
  nonsense: 'Answers nonsense',
};
let shown = '';

/** Steps by which the buttons move the sandbox's clock. */
const STEPS = [
  ['+1 hour', 3_600_000],
  ['+8 hours', 28_800_000],
  ['+1 day', 86_400_000],
  ['+3 days', 259_200_000],
];

/** Draws the time in the sandbox, to the minute, and the buttons that move it. */
export function drawClock(root, at) {
  const day = at.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const text = `${day}, ${timeOfDay(at)}`;
  if (root.dataset.shown === text) return;
  root.dataset.shown = text;
  keepingFocus(root, () =>
    root.replaceChildren(
      h('p', { class: 'time', 'data-time': at.toISOString() }, text),
      h('div', { class: 'steps', role: 'group', 'aria-label': 'Let time pass' }, STEPS.map(stepButton)),
    ),
  );
}

function stepButton([title, ms]) {
  const label = `Move the clock by ${title.slice(1)}`;
  return h(
    'button',
    {
      type: 'button',
      class: 'button step',
      'data-clock': ms,
      'data-focus': `clock ${ms}`,
      'aria-label': label,
      onclick: () => act('extra', { clock: ms }),
    },
    title,
  );
}

/** Draws the samples to try, what can be made to happen, and the switches that break an upstream system. `onSample` takes a sample's text. */
export function drawPanel({ samples, upstreamEvents, faults }, onSample) {
  const { extra } = world.state;
  const signature = JSON.stringify([extra.samples, extra.upstreamEvents, extra.faults, extra.faultModes]);
  document.body.classList.toggle(
    'has-fault',
    Object.values(extra.faults).some((mode) => mode !== 'none'),
  );
  if (signature === shown) return;
  shown = signature;
  keepingFocus(samples, () =>
    samples.replaceChildren(...groups(extra.samples).map((group) => sampleGroup(group, onSample))),
  );
  keepingFocus(upstreamEvents, () =>
    upstreamEvents.replaceChildren(...(extra.upstreamEvents ?? []).map(upstreamEventButton)),
  );
  keepingFocus(faults, () => faults.replaceChildren(...Object.entries(extra.faults).map(faultSwitch)));
}

/** Draws how long the bot took to acknowledge the last request, beside Slack's limit. */
export function drawAck(root) {
  const { ack } = world;
  root.textContent = ack
    ? `Last acknowledgement: ${Math.round(ack.ms)} ms`
    : 'Last acknowledgement: none yet';
  root.dataset.ms = ack ? Math.round(ack.ms) : '';
  root.classList.toggle('late', (ack?.ms ?? 0) > 3000);
}

function groups(samples) {
  const byName = new Map();
  for (const sample of samples) {
    const name = sample.group ?? '';
    byName.set(name, [...(byName.get(name) ?? []), sample]);
  }
  return [...byName];
}

function sampleGroup([name, samples], onSample) {
  return h(
    'section',
    {},
    name && h('h3', {}, groupTitle(name)),
    h(
      'ul',
      {},
      samples.map((sample) => h('li', {}, sampleButton(sample, onSample))),
    ),
  );
}

// Groups are named by the verdict they show, such as "former-reseller" or "msp".
function groupTitle(name) {
  if (name.length <= 3) return name.toUpperCase();
  return name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

function sampleButton(sample, onSample) {
  return h(
    'button',
    {
      type: 'button',
      class: 'sample',
      'data-sample': sample.text,
      'data-focus': `${sample.title} ${sample.text}`,
      onclick: () => onSample(sample.text),
    },
    h('span', { class: 'title' }, sample.title),
    h('span', { class: 'code' }, sample.text),
    sample.note && h('span', { class: 'note' }, sample.note),
  );
}

/** Draws the button for an event in the other systems, such as a purchase that Sales processes. */
function upstreamEventButton({ id, title }) {
  return h(
    'button',
    {
      type: 'button',
      class: 'upstream-event',
      'data-upstream-event': id,
      'data-focus': `upstream-event ${id}`,
      onclick: () => act('extra', { upstreamEvent: id }),
    },
    title,
  );
}

function faultSwitch([system, mode]) {
  const change = (event) => act('extra', { fault: { system, mode: event.currentTarget.value } });
  const options = world.state.extra.faultModes.map((one) =>
    h('option', { value: one, selected: one === mode }, MODE_WORDS[one] ?? one),
  );
  const select = h(
    'select',
    { 'data-fault': system, 'data-focus': `fault ${system}`, class: 'field', onchange: change },
    options,
  );
  return h(
    'label',
    { class: mode === 'none' ? 'fault' : 'fault broken' },
    h('span', {}, SYSTEM_NAMES[system] ?? system),
    h('span', { class: 'select' }, select),
  );
}
