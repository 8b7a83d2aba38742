import type { KnownBlock, ModalView } from '@slack/types';
import type { Check, ManualFacts, StepEvent } from '../../src/domain/case.ts';
import type { Policy } from '../../src/domain/case-facts.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { findHandoffStep, handoffFactsOf } from '../../src/domain/handoff-facts.ts';
import type { HandoffInput } from '../../src/domain/handoff-state.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { renderCaseCard } from '../../src/slack/rendering/case-card.ts';
import { renderCaseTextsModal } from '../../src/slack/rendering/case-texts-modal.ts';
import { handoffUrls } from '../../src/slack/rendering/format-handoff.ts';
import { renderHandoffPost } from '../../src/slack/rendering/handoff-post.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import { prefilledAsk } from '../../src/words/handoff-text.ts';
import { salesforceText } from '../../src/words/salesforce-text.ts';
import { textsOf } from '../slack/rendering/rendered-blocks.ts';
import { aCase, aCaseWithEvents, CHECKED_AT, LINKS, RENDERED_AT } from './cases.ts';
import { aHandoff, aHandoffInput, SUBMITTED_AT } from './handoffs.ts';

/** What an engineer reads about a case: the card, the texts to copy, and the handoff where the scenario has one. */
export interface Advice {
  readonly check: Check;
  /** Every text of the card, in reading order. */
  readonly card: string;
  /** What stands above the prohibitions, apart from the small print. */
  readonly headline: string;
  readonly prohibitions: string;
  /** The steps that are not done yet, in order. */
  readonly steps: readonly string[];
  /** Every text to copy, by the name of its input; the public reply is `reply`, the internal note `note`. */
  readonly copyTexts: Readonly<Record<string, string>>;
  /** Null when nothing goes to Sales. */
  readonly handoff: HandoffTexts | null;
}

export interface HandoffTexts {
  /** The Chatter post or the description of the Case. */
  readonly salesforce: string;
  /** The post in the Sales channel. */
  readonly slack: string;
}

export interface AdviceOptions {
  readonly policy?: Policy;
  readonly manualFacts?: ManualFacts;
  /** What happened on the card before it was read. */
  readonly events?: readonly StepEvent[];
  /** What the engineer entered in the handoff form. Everything else stays as the form was prefilled. */
  readonly input?: Partial<HandoffInput>;
}

/** Judges the evidence and returns what the engineer then reads. */
export function adviceFor(evidence: Evidence, options: AdviceOptions = {}): Advice {
  const { policy = 'seed', manualFacts = {}, events = [], input = {} } = options;
  const at = new Date(CHECKED_AT);
  const check = judgeEvidence(evidence, {
    at,
    lookedAt: at,
    by: 'U0ANA',
    trigger: 'requested',
    policy,
    manualFacts,
  });
  const kase = events.length === 0 ? aCase(check) : aCaseWithEvents(check, ...events);
  const { text, blocks } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
  const sections = textsOf(blocks).map(unescapeMrkdwn);
  return {
    check,
    card: [unescapeMrkdwn(text), ...sections].join('\n'),
    headline: headlineOf(blocks),
    prohibitions: sections.find((one) => one.startsWith("⛔ *Don't*")) ?? '',
    steps: sections.filter((one) => /^\d+\. /.test(one)),
    copyTexts: copyTextsIn(renderCaseTextsModal(kase, RENDERED_AT)),
    handoff: findHandoffStep(kase) ? handoffTextsOf(check, input) : null,
  };
}

function headlineOf(blocks: readonly KnownBlock[]): string {
  const end = blocks.findIndex((block) => textsOf([block]).some((text) => text.startsWith("⛔ *Don't*")));
  const large = blocks.slice(0, end).filter(({ type }) => type !== 'context');
  return textsOf(large).map(unescapeMrkdwn).join('\n');
}

/** Returns the text as Slack shows it, with dates in UTC. */
function unescapeMrkdwn(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

interface CopyInput {
  readonly block_id: string;
  readonly element?: { readonly initial_value?: string };
}

function copyTextsIn({ blocks }: ModalView): Record<string, string> {
  const inputs = (blocks as readonly unknown[] as CopyInput[]).filter(
    ({ element }) => element?.initial_value,
  );
  return Object.fromEntries(inputs.map(({ block_id, element }) => [block_id, element?.initial_value ?? '']));
}

function handoffTextsOf(check: Check, changes: Partial<HandoffInput>): HandoffTexts {
  const facts = handoffFactsOf(check);
  const input = aHandoffInput({
    ask: prefilledAsk(facts),
    plan: null,
    seats: null,
    counts: null,
    writtenWish: null,
    writtenWishSource: null,
    toldCustomer: null,
    salesforceLink: null,
    ...changes,
  });
  const content = { facts, input };
  return {
    salesforce: plainText(salesforceText(content, handoffUrls(content, LINKS), SUBMITTED_AT).text),
    slack: textsOf(renderHandoffPost(aHandoff([], content), LINKS, new Date(SUBMITTED_AT)).blocks)
      .map(unescapeMrkdwn)
      .join('\n'),
  };
}
