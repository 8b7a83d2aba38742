import { h } from './dom.js';
import { plainText, textNodes } from './mrkdwn.js';

const TOAST_MS = 7000;

/** A menu at `anchor`; `items` are `{ label, note?, href?, attributes?, choose }`. Closes on Esc, a choice or a click elsewhere. */
export function openMenu(anchor, items) {
  const menu = h('div', { class: 'menu', role: 'menu', popover: 'auto' });
  const close = () => menu.hidePopover();
  menu.append(...items.map((item) => menuItem(item, close)));
  menu.addEventListener('keydown', (event) => moveInMenu(event, menu));
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    anchor.setAttribute('aria-expanded', 'false');
    if (menu.contains(document.activeElement)) anchor.focus({ preventScroll: true });
    menu.remove();
  });
  // Inside an open dialog, because everything outside it is inert.
  (anchor.closest('dialog') ?? document.body).append(menu);
  menu.showPopover();
  anchor.setAttribute('aria-expanded', 'true');
  placeBeside(menu, anchor);
  menu.firstElementChild?.focus();
}

function menuItem({ label, note, href, attributes, choose }, close) {
  const act = () => {
    close();
    choose();
  };
  const link = href ? { href, target: '_blank', rel: 'noopener noreferrer' } : { type: 'button' };
  const texts = [h('span', {}, label), note && h('span', { class: 'note' }, note)];
  return h(
    href ? 'a' : 'button',
    { ...link, ...attributes, role: 'menuitem', class: 'menu-item', onclick: act },
    texts,
  );
}

function moveInMenu(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.children];
  const next = (items.indexOf(document.activeElement) + step + items.length) % items.length;
  items[next].focus();
}

function placeBeside(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 4;
  const top = below + height > window.innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, window.innerWidth - width - 8))}px`;
}

/** Asks what a Block Kit `confirm` object says; true when the person goes on. Without one: true at once. */
export async function confirmed(confirm, reader) {
  if (!confirm) return true;
  const dialog = h('dialog', { class: 'dialog confirm', 'aria-labelledby': 'confirm-title' });
  const answer = (value) => () => dialog.close(value);
  const look = confirm.style === 'danger' ? 'button danger filled' : 'button primary filled';
  dialog.append(
    h('h2', { id: 'confirm-title' }, confirm.title ? plainText(confirm.title) : 'Are you sure?'),
    h('div', { class: 'text' }, textNodes(confirm.text, reader)),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', class: 'button', 'data-confirm': 'no', onclick: answer('no') },
        plainText(confirm.deny) || 'Cancel',
      ),
      h(
        'button',
        { type: 'button', class: look, 'data-confirm': 'yes', onclick: answer('yes') },
        plainText(confirm.confirm) || 'Yes',
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  dialog.remove();
  return dialog.returnValue === 'yes';
}

/** Shows a line at the foot of the window, above any dialog, for a few seconds. */
export function toast(text) {
  const tray = document.getElementById('toasts');
  const note = h('div', { class: 'toast', role: 'alert' }, text);
  const dismiss = () => {
    note.remove();
    if (!tray.childElementCount && tray.matches(':popover-open')) tray.hidePopover();
  };
  note.append(h('button', { type: 'button', class: 'icon', 'aria-label': 'Dismiss', onclick: dismiss }, '×'));
  tray.append(note);
  // Shown anew each time, so that it lies above a dialog opened since.
  if (tray.matches(':popover-open')) tray.hidePopover();
  tray.showPopover();
  setTimeout(dismiss, TOAST_MS);
}
