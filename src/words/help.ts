import type { TextFragment } from '../domain/text-fragments.ts';
import { TOPICS } from '../domain/topics.ts';
import { TOPIC_LABELS } from './fact-labels.ts';

/** What can be checked, with an example command for each. */
export const HELP_EXAMPLES = [
  { what: 'A subscription', example: '/reseller-check A-S00012345' },
  { what: 'A Zuora account', example: '/reseller-check A00012345' },
  { what: 'A Salesforce account, by id or link', example: '/reseller-check 001000000000001AAA' },
  { what: 'An e-mail address', example: '/reseller-check ines@harbour.example' },
  { what: 'A ticket, by number or link', example: '/reseller-check #48211' },
  { what: 'Any of these, with a topic', example: '/reseller-check A-S00012345 direct-renewal' },
  { what: 'With a topic and who asks', example: '/reseller-check A-S00012345 contact-change reseller' },
] as const;

/** Returns the help text as lines. */
export function helpLines(): TextFragment[][] {
  const examples = HELP_EXAMPLES.map(({ what, example }) => `${what}: ${example}`);
  const topics = TOPICS.map((topic) => `${topic} (${TOPIC_LABELS[topic]})`).join(', ');
  const lines: string[] = [
    'I tell you who sold a subscription and what that means for the ticket.',
    ...examples,
    `Topics: ${topics}.`,
    'Who asks: customer, reseller (or partner) or internal. Leave it out if the ticket shows it.',
    'If a ticket or subscription has an open case, I show that one. Add the word new for another: /reseller-check A-S00012345 new',
    'Your cases and handoffs: /reseller-check mine',
    'In a thread, mention me (@Reseller Check A-S00012345) or use ⋯ → "Check this ticket" on a message with a ticket link; Slack does not allow slash commands there. In direct messages, type without the command.',
    'Prefer a form? Use the shortcut "Check a customer".',
  ];
  return lines.map((text) => [{ kind: 'text', text }]);
}
