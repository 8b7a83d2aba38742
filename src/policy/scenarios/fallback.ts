import { scenario, step } from '../compose.ts';
import { resellerRequests } from '../handbook.ts';

/** The scenario for facts that no situation in the table matches. */
export const fallback = scenario('fallback', {
  headline: "{customer}: we don't have steps for this case yet.",
  prohibitions: ['send a licence or code to a reseller', 'change a login, a contact or a subscription before you have read the handbook page'],
  steps: [
    step('evidence', 'Read the verdict and the evidence on this card.'),
    step('page', 'Find the current handbook page on reseller requests and follow it.'),
    step('ask', "If it's still unclear, ask in the Slack channel of the Licensing & Renewals team."),
    step('note', 'Note in {ticket} what you did and why.'),
    step('tell', "Tell the bot's owner which case had no steps."),
  ],
  source: resellerRequests('R5', 'internal'),
});
