import type { KnownBlock } from '@slack/types';
import { expect } from 'vitest';

/** A button or menu of a drawn card, as far as tests look at it. */
export interface RenderedControl {
  readonly action_id: string;
  readonly text?: { readonly text: string };
  readonly value?: string;
  readonly url?: string;
  readonly style?: string;
  readonly accessibility_label?: string;
  readonly initial_option?: { readonly text: { readonly text: string }; readonly value: string };
  readonly options?: readonly { readonly value: string }[];
}

/** Every text object in the blocks, folded ones included, in reading order, without those of buttons and menus. */
export function textsOf(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'header') return [block.text.text];
    if (block.type === 'section') return block.text ? [block.text.text] : [];
    if (block.type === 'container') return [block.title?.text ?? '', ...textsOf(block.child_blocks)];
    return block.type === 'context' ? block.elements.flatMap((one) => ('text' in one ? [one.text] : [])) : [];
  });
}

/** Every button and menu in the blocks, folded ones included. */
export function controlsOf(blocks: readonly KnownBlock[]): RenderedControl[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return controlsOf(block.child_blocks);
    if (block.type === 'actions') return block.elements as readonly unknown[] as RenderedControl[];
    return block.type === 'section' && block.accessory ? [block.accessory as unknown as RenderedControl] : [];
  });
}

/** Every string anywhere in a drawn value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** What a screen reader meets, in order: texts as they are, controls as "[name]", folded parts after their title. */
export function linearReading(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return [block.title?.text ?? '', ...linearReading(block.child_blocks)];
    const fields = block.type === 'section' ? (block.fields ?? []).map(({ text }) => text) : [];
    return [...textsOf([block]), ...fields, ...controlsOf([block]).map(controlName)];
  });
}

/** Slack gives menus behind a "⋯" button no name of their own, so their options tell them apart. */
function controlName({ text, accessibility_label, initial_option, options }: RenderedControl): string {
  const all = (options ?? []) as readonly { text?: { text: string } }[];
  const named = accessibility_label ?? text?.text ?? initial_option?.text.text;
  return `[${named ?? all.map((option) => option.text?.text).join(' / ')}]`;
}

/** Reads the blocks out, each text cut to its beginning, and requires that no two controls have the same name. */
export function reading(blocks: readonly KnownBlock[]): string[] {
  const lines = linearReading(blocks);
  const names = lines.filter((line) => line.startsWith('['));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  return lines.map((line) => (line.startsWith('[') ? line : line.slice(0, 34)));
}
