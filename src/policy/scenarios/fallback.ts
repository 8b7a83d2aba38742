import type { Scenario } from '../../domain/scenario.ts';
import { step } from '../compose.ts';
import { RESELLER_REQUESTS } from '../handbook.ts';

/** The scenario for facts that no situation of the table claims. */
export const fallback: Scenario = {
  id: 'fallback',
  headline: '{customer}: no steps are written for this case yet.',
  prohibitions: ['send a licence or an activation code to a reseller', 'change a login, a contact or a subscription before you have read the page'],
  steps: [
    step('evidence', 'Read what decided the verdict, and the evidence below.'),
    step('page', 'Look up the current handbook page on reseller requests, and follow that.'),
    step('ask', 'Unclear: ask in the Slack channel of Licensing & Renewals.'),
    step('note', 'Note in {ticket} what you did and why.'),
    step('tell', "Tell the bot's owner which case had no steps."),
  ],
  source: { rules: ['R5', 'house'], ...RESELLER_REQUESTS },
};
