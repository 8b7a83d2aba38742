import { randomBytes } from 'node:crypto';
import { isObject, type Json } from './shape-checks.ts';

/** An interactive element and the block that holds it. */
export interface LocatedElement {
  readonly block: Json;
  readonly element: Json;
}

/** The interactive elements of one block, in the order a reader meets them; children of a container not included. */
export function elementsOf(block: Json): Json[] {
  switch (block['type']) {
    case 'actions':
    case 'context_actions':
      return objects(block['elements']);
    case 'section':
      return objects([block['accessory']]).filter((element) => element['type'] !== 'image');
    case 'input':
      return objects([block['element']]);
    case 'card':
      return objects(block['actions']);
    case 'carousel':
      return objects(block['elements']).flatMap(elementsOf);
    default:
      return [];
  }
}

/** Returns every interactive element of a message or view. */
export function allElements(blocks: readonly Json[]): LocatedElement[] {
  return blocks.flatMap((block) => [
    ...elementsOf(block).map((element) => ({ block, element })),
    ...allElements(objects(block['child_blocks'])),
  ]);
}

/** A copy in which every block and element has an id; Slack makes up those that are missing. */
export function withBlockIds(blocks: readonly Json[]): Json[] {
  const copy = structuredClone([...blocks]);
  fillInBlockIds(copy);
  for (const { element } of allElements(copy)) element['action_id'] ??= randomBytes(4).toString('base64url');
  return copy;
}

function fillInBlockIds(blocks: Json[]): void {
  for (const block of blocks) {
    block['block_id'] ??= randomBytes(4).toString('base64url');
    fillInBlockIds(objects(block['child_blocks']));
  }
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
