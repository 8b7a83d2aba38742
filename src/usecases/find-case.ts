import type { Case } from '../domain/case.ts';
import { UnreadableRow, UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { caseNotFoundText } from '../words/replies.ts';

/** Throws `UserError` when the case does not exist. */
export async function findCase(ports: Ports, id: string): Promise<Case> {
  const found = await ports.cases.find(id);
  if (!found) throw new UserError(caseNotFoundText());
  return found;
}

/** Returns null when the case does not exist or cannot be read. */
export async function findReadableCase({ cases }: Pick<Ports, 'cases'>, id: string): Promise<Case | null> {
  try {
    return await cases.find(id);
  } catch (error) {
    if (error instanceof UnreadableRow) return null;
    throw error;
  }
}

/** Returns a case that can still change. Throws `UserError` when it does not exist or was erased. */
export async function findUnerasedCase(ports: Ports, id: string): Promise<Case> {
  const found = await findCase(ports, id);
  if (found.erasedAt !== null) throw new UserError(caseNotFoundText());
  return found;
}
