import { createClock } from './clock.js';
import { h, keepingFocus } from './dom.js';
import { drawGuide } from './guide.js';
import { startPanelTabs } from './panel-tabs.js';
import { drawSamples } from './samples.js';
import { act, now, world } from './state.js';

const SYSTEM_NAMES = { zuora: 'Zuora', salesforce: 'Salesforce', zendesk: 'Zendesk' };
const MODE_WORDS = {
  none: 'Works',
  down: 'Down',
  slow: 'Slow',
  500: 'Answers 500',
  429: 'Answers 429',
  nonsense: 'Answers nonsense',
};
const at = (id) => document.getElementById(id);

/** Wires the panel; returns a function that draws it, whose `clock(now)` draws the clock alone. */
export function createPanel(panel, useText) {
  const search = at('sample-search');
  const drawClock = createClock(at('clock'));
  let shown = '';
  startPanelTabs(panel);
  search.addEventListener('input', () => drawSamples(at('samples'), search.value, useText));
  at('restart').addEventListener('click', () => void restart());
  at('refuse-containers').addEventListener(
    'change',
    (event) => void act('extra', { refuseContainers: event.currentTarget.checked }),
  );

  const draw = () => {
    // The local Slack without the sandbox around it has nothing to try.
    if (world.state.extra.samples.length === 0) return document.body.classList.add('no-panel');
    drawGuide(at('stories'), useText);
    drawSamples(at('samples'), search.value, useText);
    drawClock(now());
    drawAck(at('ack'));
    const { upstreamEvents, faults, refusesContainers, restartMs } = world.state.extra;
    const signature = JSON.stringify([upstreamEvents, faults, refusesContainers, restartMs]);
    if (signature === shown) return;
    shown = signature;
    drawControls({ upstreamEvents, faults, refusesContainers, restartMs });
  };
  draw.clock = (at) => world.state.extra.samples.length > 0 && drawClock(at);
  return draw;
}

function drawControls({ upstreamEvents = [], faults, refusesContainers, restartMs }) {
  const isBroken = Object.values(faults).some((mode) => mode !== 'none') || refusesContainers;
  document.body.classList.toggle('has-fault', isBroken);
  keepingFocus(at('upstream-events'), () =>
    at('upstream-events').replaceChildren(...upstreamEvents.map(upstreamEventButton)),
  );
  keepingFocus(at('faults'), () => at('faults').replaceChildren(...Object.entries(faults).map(faultSwitch)));
  at('refuse-containers').checked = Boolean(refusesContainers);
  if (restartMs)
    at('restarted').textContent =
      `Restarted in ${(restartMs / 1000).toFixed(1)} s. Cases, handoffs and reminders are as before: they are in the database.`;
}

async function restart() {
  const button = at('restart');
  button.setAttribute('aria-busy', 'true');
  at('restarted').textContent = 'The bot is being restarted …';
  await act('extra', { restart: true });
  button.removeAttribute('aria-busy');
}

/** Draws how long the bot took to acknowledge the last request, beside Slack's limit. */
function drawAck(root) {
  const { ack } = world;
  const text = ack ? `Last acknowledgement: ${Math.round(ack.ms)} ms` : 'Last acknowledgement: none yet';
  if (root.textContent !== text) root.textContent = text;
  root.dataset.ms = ack ? Math.round(ack.ms) : '';
  root.classList.toggle('late', (ack?.ms ?? 0) > 3000);
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
