import { drawBlocks } from './blocks.js';
import { h, keepingFocus, placeChildren } from './dom.js';
import { plainText } from './mrkdwn.js';
import { act, now, reader, view, world } from './state.js';
import { dropDrafts, formErrors, hold, valuesOf } from './values.js';

/** Errors the page itself found, by view id; the bot's own come with the view. */
const ownErrors = new Map();
let shownModal = null;
let shownHome = null;

/** Shows the topmost view of the stack as a modal dialog, or none. What is typed survives an update by the bot. */
export function drawModal(dialog) {
  const stack = world.state.views ?? [];
  const top = stack.at(-1);
  forgetGone(stack);
  if (!top) {
    shownModal = null;
    if (dialog.open) dialog.close();
    placeChildren(dialog, []);
    return;
  }
  hold(surfaceId(top), top.state?.values);
  const errors = ownErrors.get(top.id) ?? top.errors;
  const signature = JSON.stringify([top, errors, view.user, now().toDateString()]);
  if (signature !== shownModal?.signature) redraw(dialog, { top, errors, stack });
  const isNew = top.id !== shownModal?.id;
  shownModal = { id: top.id, signature, errors: JSON.stringify(errors ?? null) };
  if (!dialog.open) dialog.showModal();
  if (isNew) focusAtStart(firstField(dialog));
}

/** Draws the person's Home tab, or says that there is none yet. */
export function drawHome(root) {
  const { home } = world.state;
  const signature = JSON.stringify([home, view.user, now().toDateString()]);
  if (signature === shownHome) return;
  shownHome = signature;
  const nodes = home
    ? drawBlocks(home.blocks, viewSurface(home, undefined))
    : [h('p', { class: 'empty' }, 'The app has not drawn its Home tab for this person.')];
  keepingFocus(root, () =>
    root.replaceChildren(h('div', { class: 'blocks', 'data-view-id': home?.id }, nodes)),
  );
}

/** Asks the sandbox to close the topmost view; the dialog goes when the state says so. */
export function closeTopView() {
  const top = world.state?.views?.at(-1);
  return top ? act('close-view', { viewId: top.id }) : undefined;
}

function redraw(dialog, { top, errors, stack }) {
  const scrolled = dialog.querySelector('.modal-body')?.scrollTop ?? 0;
  const isSame = shownModal?.id === top.id;
  dialog.dataset.viewId = top.id;
  dialog.dataset.callbackId = top.callback_id ?? '';
  dialog.setAttribute('aria-label', plainText(top.title));
  keepingFocus(dialog, () => dialog.replaceChildren(drawForm(top, errors, stack)));
  if (isSame) dialog.querySelector('.modal-body').scrollTop = scrolled;
  const hasNewErrors = errors && shownModal?.errors !== JSON.stringify(errors);
  if (hasNewErrors) dialog.querySelector('[aria-invalid], .invalid input')?.focus();
}

function drawForm(top, errors, stack) {
  const isPushed = stack.length > 1;
  const submit = (event) => {
    event.preventDefault();
    return send(top, event.currentTarget.querySelector('[data-submit]'));
  };
  return h(
    'form',
    { novalidate: true, onsubmit: submit },
    h(
      'header',
      {},
      h('span', { class: 'avatar bot small', 'aria-hidden': 'true' }),
      h('h2', {}, plainText(top.title)),
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': isPushed ? 'Back' : 'Close',
          'data-focus': 'x',
          onclick: closeTopView,
        },
        isPushed ? '←' : '×',
      ),
    ),
    h('div', { class: 'modal-body blocks' }, drawBlocks(top.blocks, viewSurface(top, errors))),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', class: 'button', 'data-close': true, 'data-focus': 'close', onclick: closeTopView },
        top.close ? plainText(top.close) : 'Close',
      ),
      top.submit &&
        h(
          'button',
          { type: 'submit', class: 'button primary filled', 'data-submit': true, 'data-focus': 'submit' },
          plainText(top.submit),
        ),
    ),
  );
}

async function send(top, button) {
  if (!button || button.getAttribute('aria-busy') === 'true') return;
  const surface = surfaceId(top);
  const errors = formErrors(surface, top.blocks);
  ownErrors.delete(top.id);
  if (Object.keys(errors).length > 0) {
    ownErrors.set(top.id, errors);
    drawModal(document.getElementById('modal'));
    return;
  }
  button.setAttribute('aria-busy', 'true');
  await act('submit', { viewId: top.id, values: valuesOf(surface, top.blocks) });
  button.removeAttribute('aria-busy');
}

function viewSurface(shown, errors) {
  const id = surfaceId(shown);
  const click = async ({ position, element, control, sent }) => {
    control.setAttribute('aria-busy', 'true');
    const values = valuesOf(id, shown.blocks);
    await act('click', {
      viewId: shown.id,
      actionId: element.action_id,
      blockId: position.blockId,
      values,
      ...sent,
    });
    control.removeAttribute('aria-busy');
  };
  return { id, reader: reader(), people: world.state.users, channels: world.state.channels, errors, click };
}

function surfaceId(shown) {
  return `view ${shown.id}`;
}

function forgetGone(stack) {
  const open = new Set([...stack, world.state.home].filter(Boolean).map(surfaceId));
  dropDrafts((surface) => surface.startsWith('view ') && !open.has(surface));
  for (const id of ownErrors.keys()) if (!open.has(`view ${id}`)) ownErrors.delete(id);
}

// A long text is shown from its beginning.
function focusAtStart(field) {
  if (field?.tagName === 'TEXTAREA') field.setSelectionRange(0, 0);
  field?.focus();
}

function firstField(dialog) {
  return (
    dialog.querySelector('[autofocus]') ?? dialog.querySelector('.modal-body :is(input, select, textarea)')
  );
}
