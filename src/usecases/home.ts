import type { Handoff } from '../domain/handoff.ts';
import type { HomePage, Ports } from '../ports.ts';

/** More than fit on a Home tab at a glance. */
const MOST_CASES = 10;

/** A person's own cases and handoffs, as they stand. */
export async function gatherHome(ports: Ports, user: string): Promise<HomePage> {
  const [ids, submitted, claimed, preferences] = await Promise.all([
    ports.cases.openedBy(user, MOST_CASES),
    ports.handoffs.live({ by: user }),
    ports.handoffs.live({ claimedBy: user }),
    ports.people.preferences(user),
  ]);
  const cases = await Promise.all(ids.map((id) => ports.cases.find(id)));
  return {
    user,
    cases: cases.filter((kase) => kase !== null),
    handoffs: distinct([...submitted, ...claimed]),
    preferences,
    at: ports.now(),
  };
}

function distinct(all: readonly Handoff[]): Handoff[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
