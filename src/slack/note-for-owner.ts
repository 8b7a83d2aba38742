import { plainText } from '../domain/text.ts';
import type { UserError } from '../errors.ts';

/** Notes the reason when a sentence sends the person to the bot's owner, who looks into the log. */
export function noteForOwner(log: { onSentToOwner(error: UserError): void }, error: UserError): void {
  if (plainText(error.sentence).includes("bot's owner")) log.onSentToOwner(error);
}
