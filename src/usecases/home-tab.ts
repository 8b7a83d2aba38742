import type { Handoff } from '../domain/handoff.ts';
import { withoutRepeatedCases } from '../domain/open-case.ts';
import type { HomeTabContent } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';

/** How many of a person's newest cases are shown, and how many are read to show each ticket and subscription once. */
const MAX_CASES = 10;
const MAX_CASES_READ = 30;

/** Returns a person's own cases and handoffs. */
export async function gatherHomeTab(ports: Ports, user: string): Promise<HomeTabContent> {
  const [ids, refused, submitted, claimed, preferences] = await Promise.all([
    ports.cases.listIdsOpenedBy(user, MAX_CASES_READ),
    undeliveredHandoffs(ports, user),
    ports.handoffs.listActive({ by: user }),
    ports.handoffs.listActive({ claimedBy: user }),
    ports.users.preferences(user),
  ]);
  const cases = await Promise.all(ids.map((id) => ports.cases.find(id)));
  return {
    user,
    cases: withoutRepeatedCases(cases.filter((kase) => kase !== null)).slice(0, MAX_CASES),
    handoffs: uniqueById([...refused, ...submitted, ...claimed]),
    preferences,
    asOf: ports.now(),
  };
}

/** Returns the person's handoffs whose post failed, unless the case has been handed off again since. */
async function undeliveredHandoffs({ handoffs }: Ports, user: string): Promise<Handoff[]> {
  const refused = await handoffs.listUndelivered(user);
  const newest = await Promise.all(
    refused.map(async ({ caseId }) => (await handoffs.listByCase(caseId)).at(-1)),
  );
  return refused.filter(({ id }, index) => newest[index]?.id === id);
}

function uniqueById(all: readonly Handoff[]): Handoff[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
