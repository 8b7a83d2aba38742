import { plainText } from '../../domain/text-fragments.ts';
import type { UserError } from '../../errors.ts';

/** Logs the reason when the sentence tells the user to contact the bot's owner, who then looks it up in the log. */
export function logOwnerReferral(log: { onReferredToOwner(error: UserError): void }, error: UserError): void {
  if (plainText(error.sentence).includes("bot's owner")) log.onReferredToOwner(error);
}
