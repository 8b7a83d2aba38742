import type { Case } from '../domain/case.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { caseNotFoundText } from '../words/replies.ts';

/** The case, or a sentence saying that it is gone. */
export async function findCase(ports: Ports, id: string): Promise<Case> {
  const found = await ports.cases.find(id);
  if (!found) throw new UserError(caseNotFoundText());
  return found;
}

/** The case to add something to; one whose data was erased is as good as gone. */
export async function findUnerasedCase(ports: Ports, id: string): Promise<Case> {
  const found = await findCase(ports, id);
  if (found.erasedAt !== null) throw new UserError(caseNotFoundText());
  return found;
}
