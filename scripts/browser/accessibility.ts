import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

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

/** As much of a control as is used here; this project has no DOM types. */
interface PageControl {
  readonly ariaLabel: string | null;
  readonly labels?: ArrayLike<{ readonly textContent: string }>;
  readonly textContent: string;
  checkVisibility(): boolean;
}

/** Throws when two visible controls in an element have the same name. */
export async function requireUniqueNames(root: Locator): Promise<void> {
  const controls = root.locator('button, select, input, textarea, summary');
  const names = await controls.evaluateAll((all: readonly unknown[]) =>
    (all as PageControl[])
      .filter((control) => control.checkVisibility())
      .map(({ ariaLabel, labels, textContent }) => ariaLabel ?? labels?.[0]?.textContent ?? textContent),
  );
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (names.length === 0) throw new Error('there are no controls');
  if (repeated.length > 0) throw new Error(`controls with the same name: ${repeated.join(', ')}`);
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
