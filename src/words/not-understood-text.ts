import type { RequesterSide } from '../domain/case-facts.ts';
import type { InvalidReference } from '../domain/reference.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';
import type { Topic } from '../domain/topics.ts';
import { invalidReferencesText } from './invalid-reference-text.ts';
import { EXAMPLE_COMMAND } from './replies.ts';

/** Explains why the input contains nothing to check. */
export function nothingToCheckText(
  invalidReferences: readonly InvalidReference[],
  unknownHosts: readonly string[],
  acceptedHosts: readonly string[] = [],
): TextFragment[] {
  if (invalidReferences.length > 0) return invalidReferencesText(invalidReferences);
  if (unknownHosts.length > 0) return unknownHostText(unknownHosts, acceptedHosts);
  return phrase`I do not recognise that. Try a subscription number, such as A-S00012345, or a ticket link. I can't search by company name, domain or namespace: copy the number from the customer's account in Zuora or their order in CustomersDot. More ways: /reseller-check help`;
}

/** Explains why a message, which somebody else may have written, contains nothing to check. */
export function messageNotUnderstoodText(
  invalidReferences: readonly InvalidReference[],
  unknownHosts: readonly string[],
  acceptedHosts: readonly string[] = [],
): TextFragment[] {
  if (invalidReferences.length + unknownHosts.length > 0)
    return nothingToCheckText(invalidReferences, unknownHosts, acceptedHosts);
  return phrase`I found no ticket link, subscription or account number in that message. Press the button and enter what to check, such as A-S00012345.`;
}

/** Names what was understood of a request that cannot be checked. Empty when nothing was. */
export function understoodText(topic: Topic | null, requester: RequesterSide | null): TextFragment[] {
  const understood = [
    ...(topic ? [`the topic “${topic}”`] : []),
    ...(requester ? [`the requester “${requester}”`] : []),
  ];
  return understood.length === 0
    ? []
    : phrase`I understood ${joinWithAnd(understood)}. The buttons above keep that.`;
}

/** Names the choice to check without the mistyped topic. */
export function withoutTopicText(): string {
  return 'without a topic';
}

/** `acceptedHosts`: the hosts whose ticket links may be opened. */
function unknownHostText(hosts: readonly string[], acceptedHosts: readonly string[]): TextFragment[] {
  const opening = phrase`I do not open links to ${joinWithAnd(hosts)}. `;
  return acceptedHosts.length === 0
    ? [
        ...opening,
        ...phrase`Give me a ticket link of our help desk, a Salesforce account link or a subscription: ${EXAMPLE_COMMAND}`,
      ]
    : [
        ...opening,
        ...phrase`I read ticket links to ${joinWithAnd(acceptedHosts, 5)}, and links to a customer's pages in Zuora, Salesforce and CustomersDot. You can also write the subscription number, such as A-S00012345.`,
      ];
}
