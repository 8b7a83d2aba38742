import { valueOrNull } from './connector-result.ts';
import type { Evidence, SubscriptionEvidence } from './evidence.ts';

/** Whether the author of the ticket is the current Sold-To contact. `unknown`: an address is missing, or the subscriptions differ. */
export type RequesterIsSoldTo = 'yes' | 'no' | 'unknown';

/** Compares the fingerprints of the addresses; the addresses themselves are not known here. */
export function requesterIsSoldTo({
  ticket,
  subscriptions,
}: Pick<Evidence, 'ticket' | 'subscriptions'>): RequesterIsSoldTo {
  const requester = valueOrNull(ticket)?.requesterFingerprint;
  const soldTos = new Set(subscriptions.map(soldToFingerprintOf));
  if (requester === undefined || soldTos.size === 0 || soldTos.has(undefined)) return 'unknown';
  if (!soldTos.has(requester)) return 'no';
  return soldTos.size === 1 ? 'yes' : 'unknown';
}

/** Returns undefined when the contact is not known. */
function soldToFingerprintOf({ subscription, account }: SubscriptionEvidence): string | undefined {
  const own = valueOrNull(subscription)?.soldToFingerprint;
  return own === null ? valueOrNull(account)?.soldToFingerprint : own;
}
