import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const AXE_SOURCE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const SERIOUS = new Set<unknown>(['serious', 'critical']);

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Throws when axe finds a serious or critical problem in what is on the page now. `where` names it in the error. */
export async function requireAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(await readFile(AXE_SOURCE, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  const serious = violations.filter(({ impact }) => SERIOUS.has(impact));
  if (serious.length === 0) return;
  const lines = serious.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`,
  );
  throw new Error(`axe, ${where}:\n  ${lines.join('\n  ')}`);
}
