import type { Scenario } from '../domain/scenario.ts';

const HANDBOOK = 'https://handbook.gitlab.com/handbook/support';
const WORKFLOWS = `${HANDBOOK}/license-and-renewals/workflows`;

/** Returns a function that cites rules of a handbook page. `checkedOn` is the day of the last comparison with the page. */
function page(title: string, checkedOn: string, url?: string): (...rules: readonly string[]) => Scenario['source'] {
  return (...rules) => ({ rules, page: title, checkedOn, ...(url !== undefined && { url }) });
}

export const resellerRequests = page('Working with reseller related requests', '2026-11-27', `${WORKFLOWS}/working_with_reseller_related_requests/`);
export const associatingPurchases = page('Associating purchases', '2026-11-27', `${WORKFLOWS}/customersdot/associating_purchases/`);
export const workingWithSales = page('Working with Sales', '2026-11-27', `${WORKFLOWS}/working_with_sales/`);
export const licenseUpload = page('Troubleshoot license upload issues', '2026-11-27', `${WORKFLOWS}/self-managed/troubleshoot_license_upload_issues/`);
export const marketplaceLicenses = page('AWS and GCP marketplace licenses', '2026-11-22', `${WORKFLOWS}/aws_marketplace_license/`);
export const usageBilling = page('Usage billing', '2026-11-27');
export const allianceTickets = page('Alliance partner tickets', '2026-11-22', `${HANDBOOK}/partnerships/alliance/`);

/** The day since which every page of the policy has been compared at least once: YYYY-MM-DD. */
export const COMPARED_SINCE = [resellerRequests, associatingPurchases, workingWithSales, licenseUpload, marketplaceLicenses, usageBilling, allianceTickets]
  .map((cite) => cite().checkedOn)
  .reduce((oldest, day) => (day < oldest ? day : oldest));

// What a newer page says, for scenarios of an older policy

export const READ_ONLY_LOGIN = { text: "Reseller customers can sign in read-only. They can't make changes or see invoices.", date: '2025-06-16' };
export const SELF_SERVICE_FIRST = { text: 'Self-service comes first, and a new contact gets "Login activated" ticked.', date: '2026-05-01' };
export const BILLING_ACCOUNT_MEMBERS = {
  text: 'A contact gets access as a member of the billing account, and can be a member of one only.',
  date: '2026-05-01',
};
export const RESELLER_MAY_VOUCH = {
  text: "The reseller may vouch before activation, if its email domain is that of the invoice owner's Sold-To contact.",
  date: '2026-05-01',
};
export const LOGIN_STEPS_REMOVED = { text: 'The steps to enable the login were removed. Reseller customers can sign in read-only anyway.', date: '2025-06-16' };
export const MARKETPLACE_LOGIN = { text: 'Marketplace customers can sign in read-only and link their own group.', date: '2025-10-14' };
export const NO_EXCEPTIONS = { text: 'Renewals go through the reseller too, and the reseller can no longer allow exceptions.', date: '2025-06-16' };
export const WRITTEN_WISH = { text: 'Sales may quote a direct renewal only after the customer has left the partner in writing.', date: '2026-06-30' };
