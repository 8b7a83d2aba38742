import { view } from './state.js';

const LONGEST = 300;

/** Tells screen readers of a message of somebody else that has just arrived. */
export function announce({ user, name, text }) {
  if (user === view.user) return;
  const words = (text ?? '').replace(/<[^>|]*\|([^>]*)>/g, '$1').replace(/[<>*_~`]/g, '');
  const line = document.createElement('p');
  line.textContent = `${name}: ${words.slice(0, LONGEST)}`;
  const region = document.getElementById('live-region');
  region.append(line);
  while (region.childElementCount > 5) region.firstElementChild.remove();
}
