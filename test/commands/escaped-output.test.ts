import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatReport } from '../../src/app/doctor/report.ts';
import type { Check } from '../../src/domain/case.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import type { SubmittedEvent } from '../builders/filled-handoffs.ts';
import { aSubmissionChange, aSubmittedEvent } from '../builders/filled-handoffs.ts';
import { createFilledDatabase, runTestCommand } from './run-command.ts';

/** Clears the screen, ends the line, and reverses its direction. */
const HOSTILE = '\u001b[2J\n\u202e';
/** Names of fields that hold a closed list of words. */
const CLOSED =
  /^(kind|verdict|trigger|policy|topic|requester|proof|gap|at|lookedUpAt|asOf|team|writtenWish|.*Kind)$/;

/** Returns a copy in which every text of another system or a person ends with `HOSTILE`. */
function withHostileTexts<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    typeof inner === 'string' && !CLOSED.test(key) ? `${inner}${HOSTILE}` : inner,
  ) as T;
}

const check = (changes: Partial<Check> = {}) => withHostileTexts(aFilledCheck(changes));

let database: Awaited<ReturnType<typeof createFilledDatabase>>;
beforeAll(async () => {
  database = await createFilledDatabase(async ({ cases, handoffs }) => {
    await cases.open(aFilledCase('case-1', { checks: [{ ...check(), by: 'U0000ANA' }] }));
    const { content }: SubmittedEvent = withHostileTexts(aSubmittedEvent());
    await handoffs.commit(aSubmissionChange('h1', { submission: { content } }));
  });
});
afterAll(() => database.remove());

it.each([
  ['audit', ['case-1']],
  ['audit', ['--by', 'U0000ANA']],
  ['audit', [`case-${HOSTILE}`]],
  ['replay', ['--policy', '2025']],
])(
  'npm run %s %j prints no character that moves the cursor, ends the line or reverses it',
  async (command, args) => {
    const { stdout, stderr } = await runTestCommand(command, args, `sqlite:${database.file}`);

    const lines = `${stdout}${stderr}`.split('\n');
    expect(lines.join('')).toContain('\\u001b[2J');
    expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('\\u202e'))).toEqual([]);
  },
);

it("So does the doctor's report", () => {
  const report = formatReport([{ status: 'ok', area: 'Slack', finding: `Workspace ${HOSTILE}.`, fix: null }]);

  expect(report.split('\n')[0]).toBe('ok      Slack  Workspace \\u001b[2J\\u000a\\u202e.');
});
