import type { RequesterReason, RequesterSignal } from '../domain/requester.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { phrase, userFragment } from '../domain/text-fragments.ts';

/** Returns why the requester is on a side. Shown after the side, as in "requester: reseller — organisation type reseller". */
export function requesterReasonText(reason: RequesterReason): TextFragment[] {
  switch (reason.kind) {
    case 'contradiction':
      return [
        ...requesterSignalText(reason.reseller),
        ...phrase`, but `,
        ...requesterSignalText(reason.customer),
      ];
    case 'shared-domain':
      return phrase`${reason.value} is used by both the invoice owner and the Sold-To contact`;
    case 'no-signal':
      return phrase`the ticket does not show it`;
    case 'no-ticket':
      return phrase`no ticket given`;
    case 'ticket-unread':
      return phrase`the ticket could not be read`;
    case 'ticket-ignored':
      return phrase`this card ignores the ticket`;
    case 'manual':
      return phrase`set by ${userFragment(reason.by)}`;
    case 'internal-host':
    case 'internal-form':
    case 'internal-domain':
    case 'organisation-type':
    case 'crm-account-type':
    case 'crm-partner':
    case 'invoice-owner-domain':
    case 'own-account':
    case 'customer-domain':
    case 'claim':
      return requesterSignalText(reason);
  }
}

/** Shown when a partner's ticket names no subscription. `id`: of the ticket, without "#". */
export function partnerAsksText(id: string, signal: RequesterSignal): TextFragment[] {
  return [
    ...phrase`Ticket #${id} comes from a partner (`,
    ...requesterSignalText(signal),
    ...phrase`) and names no subscription. I did not check the partner's own account. Which of the end customer's subscriptions is it about?`,
  ];
}

/** Warns that the account that was found may be the partner's own. */
export function partnersOwnAccountText(partner: string): TextFragment[] {
  return phrase`Salesforce lists ${partner} as a partner. If they are asking for one of their customers, this card is about the wrong account: check the customer's subscription number.`;
}

/** Returns one observation about the requester. `value` comes from Zendesk or Salesforce. */
export function requesterSignalText({ kind, value }: RequesterSignal): TextFragment[] {
  switch (kind) {
    case 'internal-host':
      return phrase`ticket on ${value}`;
    case 'internal-form':
      return phrase`internal request form`;
    case 'internal-domain':
      return phrase`mail domain ${value}`;
    case 'organisation-type':
      return phrase`organisation type ${value}`;
    case 'crm-account-type':
      return phrase`Salesforce account type ${value}`;
    case 'crm-partner':
      return phrase`Salesforce lists ${value} as a partner`;
    case 'invoice-owner-domain':
      return phrase`the invoice owner's mail domain ${value}`;
    case 'own-account':
      return phrase`the account belongs to ${value}`;
    case 'customer-domain':
      return phrase`the customer's mail domain ${value}`;
    case 'claim':
      return phrase`ticket form says ${value}`;
  }
}
