import { timeOfDay } from './dates.js';
import { h, keepingFocus } from './dom.js';
import { act } from './state.js';

/** Steps by which the buttons move the sandbox's clock: milliseconds, or a name that the sandbox computes. */
const STEPS = [
  ['+1 hour', 3_600_000],
  ['+8 hours', 28_800_000],
  ['+1 day', 86_400_000],
  ['+3 days', 259_200_000],
  ['Next working morning', 'next-working-morning'],
  ['+3 working days', '3-working-days'],
];

/** Returns a function that draws a time, to the minute, with the buttons that move the clock. */
export function createClock(root) {
  return (at) => {
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
  };
}

function stepButton([title, step]) {
  return h(
    'button',
    {
      type: 'button',
      class: typeof step === 'number' ? 'button step' : 'button step wide',
      'data-clock': step,
      'data-focus': `clock ${step}`,
      'aria-label': `Move the clock: ${title}`,
      onclick: () => act('extra', { clock: step }),
    },
    title,
  );
}
