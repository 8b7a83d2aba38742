const PROPERTIES = new Set(['value', 'checked', 'selected', 'disabled', 'open']);

/**
 * Builds one element. Strings become text nodes, so nothing from outside is ever read as markup.
 * `on…` keys are listeners; `null`, `undefined` and `false` attributes and children are left out.
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? '' : String(value));
}

/** Runs `redraw` and gives the focus and the text selection back to the control with the same `data-focus` key. */
export function keepingFocus(root, redraw) {
  const held = document.activeElement;
  const key = root.contains(held) ? held.dataset.focus : undefined;
  const selection = key && 'selectionStart' in held ? selectionOf(held) : null;
  redraw();
  if (!key || held.isConnected) return;
  const next = root.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  next?.focus({ preventScroll: true });
  if (next && selection) next.setSelectionRange(...selection);
}

// Number, e-mail and date fields have no text selection: Chromium gives null, others throw.
function selectionOf(field) {
  try {
    return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd];
  } catch {
    return null;
  }
}

/** Makes the children of `parent` equal `wanted`, moving nodes only where they differ (a moved node loses its focus). */
export function placeChildren(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of Array.from(parent.childNodes)) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

/** An http, https or mailto address as it is, anything else null: no other scheme becomes a link. */
export function safeAddress(address) {
  return /^(https?:\/\/|mailto:)/i.test(address) ? address : null;
}

/** A link that opens elsewhere, or its text alone when the address is not one we follow. */
export function outsideLink(address, children, attributes = {}) {
  const href = safeAddress(address);
  if (!href) return h('span', attributes, children);
  return h('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, children);
}
