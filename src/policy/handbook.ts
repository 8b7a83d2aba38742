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

export const READ_ONLY_LOGIN = { text: 'customers can sign in, read-only.', date: '2025-06-16' };
export const SELF_SERVICE_FIRST = { text: 'self-service first, and "Login activated" for a new contact.', date: '2026-05-01' };
export const BILLING_ACCOUNT_MEMBERS = {
  text: 'a contact becomes a member of one billing account.',
  date: '2026-05-01',
};
export const RESELLER_MAY_VOUCH = {
  text: 'the reseller may vouch before activation, from the email domain of its Sold-To contact.',
  date: '2026-05-01',
};
export const LOGIN_STEPS_REMOVED = { text: 'these login steps were removed; reseller customers sign in read-only.', date: '2025-06-16' };
export const MARKETPLACE_LOGIN = { text: 'marketplace customers can sign in read-only and link their own group.', date: '2025-10-14' };
export const NO_EXCEPTIONS = { text: 'renewals go through the reseller too, and it can no longer allow exceptions.', date: '2025-06-16' };
export const WRITTEN_WISH = { text: 'Sales quotes only after written notice to leave the partner.', date: '2026-06-30' };
