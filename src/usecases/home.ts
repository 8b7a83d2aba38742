import type { Handoff } from '../domain/handoff.ts';
import type { HomePage, Ports } from '../ports.ts';

/** More than fit on a Home tab at a glance. */
const MOST_CASES = 10;

/** A person's own cases and handoffs, as they stand. */
export async function gatherHome(ports: Ports, user: string): Promise<HomePage> {
  const [ids, refused, submitted, claimed, preferences] = await Promise.all([
    ports.cases.openedBy(user, MOST_CASES),
    unsentOf(ports, user),
    ports.handoffs.live({ by: user }),
    ports.handoffs.live({ claimedBy: user }),
    ports.people.preferences(user),
  ]);
  const cases = await Promise.all(ids.map((id) => ports.cases.find(id)));
  return {
    user,
    cases: cases.filter((kase) => kase !== null),
    handoffs: distinct([...refused, ...submitted, ...claimed]),
    preferences,
    at: ports.now(),
  };
}

/** A colleague may have handed the case over since; then nothing is left to be done about the refused one. */
async function unsentOf({ handoffs }: Ports, user: string): Promise<Handoff[]> {
  const refused = await handoffs.refused(user);
  const newest = await Promise.all(refused.map(async ({ caseId }) => (await handoffs.ofCase(caseId)).at(-1)));
  return refused.filter(({ id }, index) => newest[index]?.id === id);
}

function distinct(all: readonly Handoff[]): Handoff[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
