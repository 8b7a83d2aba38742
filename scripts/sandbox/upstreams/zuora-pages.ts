import { type PageText, pageRoute } from './pages.ts';
import type { SampleData } from './sample-data.ts';
import type { StandInRoute } from './system-protocol.ts';

/** Returns the routes of the pages behind links to subscriptions and accounts. */
export function zuoraPages(world: SampleData): StandInRoute[] {
  return [
    pageRoute(/^\/platform\/subscriptions\/([^/]+)\/?$/, (id) => subscriptionPage(world, id)),
    pageRoute(/^\/platform\/accounts\/([^/]+)\/?$/, (id) => accountPage(world, id)),
  ];
}

function subscriptionPage(world: SampleData, key: string): PageText | null {
  const subscription = world.subscriptions.find(({ id }) => id === key);
  if (!subscription) return null;
  const owner = world.accounts.find(({ id }) => id === subscription.invoiceOwnerId);
  return {
    title: `Subscription ${subscription.number}`,
    lines: [
      `Version ${subscription.version}, ${subscription.status}`,
      `Account: ${world.account(subscription.accountId).name}`,
      `Invoice Owner: ${owner?.name ?? '(blank)'}`,
      `Ends: ${subscription.endsOn ?? 'evergreen'}`,
    ],
  };
}

function accountPage(world: SampleData, key: string): PageText | null {
  const account = world.accounts.find(({ id, number }) => id === key || number === key);
  if (!account) return null;
  const custom = Object.entries(account.custom).map(([name, value]) => `${name}: ${value ?? '(blank)'}`);
  return { title: `Account ${account.number}`, lines: [account.name, ...custom] };
}
