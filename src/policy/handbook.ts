import type { Scenario } from '../domain/scenario.ts';

/** A handbook page, and the day on which its scenarios were last compared with it. */
export type HandbookPage = Pick<Scenario['source'], 'page' | 'checkedOn'>;

function page(title: string): HandbookPage {
  return { page: title, checkedOn: '2026-11-22' };
}

export const RESELLER_REQUESTS = page('Working with reseller related requests');
export const ASSOCIATING_PURCHASES = page('Associating purchases');
export const WORKING_WITH_SALES = page('Working with Sales');
export const LICENSE_UPLOAD = page('Troubleshoot license upload issues');
export const MARKETPLACE_LICENSES = page('AWS and GCP marketplace licenses');
export const ALLIANCE_TICKETS = page('Alliance partner tickets');

export const READ_ONLY_LOGIN = { text: 'Customers of a reseller can sign in, read-only: no changes and no invoices.', date: '2025-06-16' };
export const SELF_SERVICE_FIRST = { text: 'A new contact gets "Login activated" ticked, and self-service comes first.', date: '2026-05-01' };
export const RESELLER_MAY_VOUCH = {
  text: "Before activation the reseller may vouch, if its mail domain is that of the invoice owner's Sold-To.",
  date: '2026-05-01',
};
export const LOGIN_LIST_GONE = { text: 'The login list is gone from the page: customers of a reseller can sign in anyway, read-only.', date: '2025-06-16' };
export const MARKETPLACE_LOGIN = { text: 'Customers of both marketplaces can sign in, read-only, and link their own group.', date: '2025-10-14' };
export const NO_EXCEPTION = { text: 'Renewals go through the reseller too, and its permission no longer makes an exception.', date: '2025-06-16' };
export const WRITTEN_WISH = { text: 'Sales may quote a direct renewal only after the customer has dropped the partner in writing.', date: '2026-06-30' };
