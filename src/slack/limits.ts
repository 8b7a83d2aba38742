import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import type { Rich } from './mrkdwn.ts';
import { rich, toMrkdwn, toPlain } from './mrkdwn.ts';

/** What Slack takes, in characters or pieces: docs.slack.dev/reference/block-kit, and the types of @slack/types. */
export const LIMITS = {
  blocks: 50,
  /** Slack takes 3,000; the rest is a margin for how it counts. */
  section: 2_900,
  context: 2_900,
  header: 150,
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  optionText: 75,
  optionValue: 75,
  options: 100,
  overflowOptions: 5,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  modalBlocks: 100,
  /** Of what an input holds at first. */
  inputValue: 3_000,
  placeholder: 150,
  blockId: 255,
  /** Of one message. Slack names no sum for blocks; more than this nobody reads, and some clients cut it. */
  message: 12_000,
} as const;

/** A text object that Slack makes no links or names of by itself. Never empty, which Slack refuses. */
export function mrkdwn(text: Rich, limit: number = LIMITS.section): MrkdwnElement {
  return { type: 'mrkdwn', text: toMrkdwn(text, limit).trim() || '–', verbatim: true };
}

/** Without emoji: `:name:` stays as it is written. */
export function plain(text: Rich | string, limit: number): PlainTextElement {
  const shown = toPlain(typeof text === 'string' ? rich`${text}` : text, limit).trim();
  return { type: 'plain_text', text: shown || '–', emoji: false };
}

export function header(text: Rich): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

export function section(text: Rich, accessory?: Button | Overflow): SectionBlock {
  return { type: 'section', text: mrkdwn(text), ...(accessory ? { accessory } : {}) };
}

/** Small print. */
export function context(text: Rich): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text, LIMITS.context)] };
}

export function actions(elements: readonly ActionsBlockElement[], blockId?: string): ActionsBlock {
  const shown = elements.slice(0, LIMITS.actions);
  return {
    type: 'actions',
    elements: shown,
    ...(blockId ? { block_id: blockId.slice(0, LIMITS.blockId) } : {}),
  };
}

export interface ButtonParts {
  readonly text: string;
  readonly actionId: string;
  /** For who does not see what stands beside the button. */
  readonly label: string;
  /** Ids only; comes back as JSON. */
  readonly value?: Readonly<Record<string, unknown>>;
  readonly url?: string;
  readonly primary?: boolean;
  /** Asked once more before the press counts. */
  readonly confirm?: {
    readonly title: string;
    readonly text: Rich;
    readonly yes: string;
    readonly no: string;
  };
}

/** Throws when the value is too long: cut JSON would come back as a broken button. */
export function button(parts: ButtonParts): Button {
  const { text, actionId, label, value, url, confirm, primary = false } = parts;
  return {
    type: 'button',
    text: plain(text, LIMITS.buttonText),
    action_id: actionId,
    accessibility_label: toPlain(rich`${label}`, LIMITS.accessibilityLabel),
    ...(value ? { value: uncut(JSON.stringify(value), LIMITS.buttonValue) } : {}),
    ...(url ? { url } : {}),
    ...(primary ? { style: 'primary' as const } : {}),
    ...(confirm ? { confirm: question(confirm) } : {}),
  };
}

function question({ title, text, yes, no }: NonNullable<ButtonParts['confirm']>): ConfirmationDialog {
  return {
    title: plain(title, LIMITS.confirmTitle),
    text: plain(text, LIMITS.confirmText),
    confirm: plain(yes, LIMITS.confirmButton),
    deny: plain(no, LIMITS.confirmButton),
  };
}

export interface SelectParts {
  readonly actionId: string;
  readonly placeholder: string;
  readonly options: readonly { readonly text: string; readonly value: string }[];
  /** The value of the option that is chosen at first. */
  readonly initial?: string | undefined;
}

export function select({ actionId, placeholder, options, initial }: SelectParts): StaticSelect {
  const shown = options.slice(0, LIMITS.options).map(({ text, value }) => ({
    text: plain(text, LIMITS.optionText),
    value: uncut(value, LIMITS.optionValue),
  }));
  const first = shown.find(({ value }) => value === initial);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain(placeholder, LIMITS.placeholder),
    options: shown,
    ...(first ? { initial_option: first } : {}),
  };
}

/** A menu behind "⋯". Throws when a value is too long. */
export function overflow({ actionId, options }: Pick<SelectParts, 'actionId' | 'options'>): Overflow {
  const shown = options.slice(0, LIMITS.overflowOptions).map(({ text, value }) => ({
    text: plain(text, LIMITS.optionText),
    value: uncut(value, LIMITS.optionValue),
  }));
  return { type: 'overflow', action_id: actionId, options: shown };
}

function uncut(value: string, limit: number): string {
  if (value.length > limit) throw new RangeError(`a control's value has more than ${limit} characters`);
  return value;
}

/** A block and how sorely it would be missed. */
export interface Drawn {
  readonly block: KnownBlock;
  /** The lowest goes first. */
  readonly importance: number;
}

interface Budget {
  readonly max: number;
  readonly characters?: number;
}

/** The one budget of a message: drops what matters least, from the end, and says that something was dropped. */
export function fitBlocks(
  drawn: readonly Drawn[],
  { max, characters = LIMITS.message }: Budget,
): KnownBlock[] {
  if (fits(drawn, max, characters)) return drawn.map(({ block }) => block);
  const kept = [...drawn];
  while (kept.length > 1 && !fits(kept, max - 1, characters - NOTE_LENGTH)) kept.splice(leastAt(kept), 1);
  const from = drawn.findIndex((each) => !kept.includes(each));
  const blocks = kept.map(({ block }) => block);
  return blocks.toSpliced(
    from,
    0,
    context(rich`…and ${String(drawn.length - kept.length)} more, left out for length`),
  );
}

const NOTE_LENGTH = 60;

function fits(drawn: readonly Drawn[], max: number, characters: number): boolean {
  return drawn.length <= max && drawn.reduce((sum, { block }) => sum + lengthOfTexts(block), 0) <= characters;
}

function leastAt(drawn: readonly Drawn[]): number {
  const least = Math.min(...drawn.map(({ importance }) => importance));
  return drawn.findLastIndex(({ importance }) => importance === least);
}

/** Everything that a reader sees of a block. */
function lengthOfTexts(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, each]: [string, unknown]) => {
    return sum + (key === 'text' && typeof each === 'string' ? each.length : lengthOfTexts(each));
  }, 0);
}
