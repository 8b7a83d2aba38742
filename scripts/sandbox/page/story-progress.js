import { now, view, world } from './state.js';

/** Ticks and beginnings of the stories, by story id; kept over a reload, and dropped with the sandbox that they belong to. */
let progress = JSON.parse(sessionStorage.getItem('stories') ?? '{}');
/** Events in the other systems that were triggered since the page was loaded. */
const triggered = new Set();

/** Returns `{ since, ticks }` of a story; `since` is null before it was begun. */
export function progressOf(storyId) {
  return progress[storyId] ?? { since: null, ticks: [] };
}

/** Begins a story, again where it was begun before. */
export function begin(storyId) {
  change(storyId, { since: now().getTime() / 1000, ticks: [] });
}

/** Ticks a step, or takes the tick away. */
export function setTick(storyId, index, isTicked) {
  const { since, ticks } = progressOf(storyId);
  const others = ticks.filter((one) => one !== index);
  change(storyId, { since, ticks: isTicked ? [...others, index] : others });
}

/** Notes that an event in the other systems was triggered. */
export function noteUpstreamEvent(id) {
  triggered.add(id);
}

/** Ticks the steps of a story that show what they wait for, in their order. */
export function tickBySigns(story) {
  for (;;) {
    const { since, ticks } = progressOf(story.id);
    if (since === null) return;
    const index = story.steps.findIndex((_, at) => !ticks.includes(at));
    const sign = story.steps[index]?.sign;
    if (!sign || !isShown(sign, since)) return;
    setTick(story.id, index, true);
  }
}

/** Forgets the progress that belongs to an earlier run of the sandbox. */
export function forgetEarlierRuns() {
  const { startedAt } = world.state.extra;
  if (progress.startedAt === startedAt) return;
  progress = { startedAt };
  triggered.clear();
}

function isShown({ posted, isEdited, view: callbackId, fault, event }, since) {
  if (posted) return isPosted(posted, isEdited, since);
  if (callbackId) return (world.state.views ?? []).some((one) => one.callback_id === callbackId);
  if (fault) return world.state.extra.faults[fault[0]] === fault[1];
  return triggered.has(event);
}

function isPosted(words, isEdited, since) {
  const messages = Object.values(world.state.messages).flat();
  return messages.some((message) => {
    if (!message.bot || message.ephemeral || Number(message.ts) < since) return false;
    if (isEdited && !message.edited) return false;
    const text = JSON.stringify([message.text, message.blocks]);
    return words.every((word) => text.includes(word));
  });
}

function change(storyId, to) {
  progress = { ...progress, [storyId]: to };
  sessionStorage.setItem('stories', JSON.stringify(progress));
}

/** Returns everything that the drawing of the stories depends on, as one string. */
export function storySignature() {
  return JSON.stringify([progress, view.user]);
}
