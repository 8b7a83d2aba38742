import type { Case } from '../domain/case.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { caseGone } from '../words/answers.ts';

/** The case, or a sentence saying that it is gone. */
export async function findCase(ports: Ports, id: string): Promise<Case> {
  const found = await ports.cases.find(id);
  if (!found) throw new UserError(caseGone());
  return found;
}
