/** A protection of the bot that the simulation can disable, to check that an invariant fails without it. */
export interface Breakage {
  readonly name: string;
  /** The invariant that must fail without the protection. */
  readonly invariant: string;
  /** More than one where the bot protects the same thing in several places. */
  readonly edits: readonly SourceEdit[];
}

export interface SourceEdit {
  readonly file: string;
  /** Text that the file contains exactly once. */
  readonly protection: string;
  readonly replacement: string;
}

export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'post-without-search',
    invariant: 'posted once',
    edits: [
      {
        file: 'src/slack/delivery/post-once.ts',
        protection:
          'existing.ts ?? (existing.attemptedAt === null ? null : await findPost(deps, existing, spec));',
        replacement: 'existing.ts;',
      },
    ],
  },
  {
    name: 'acknowledge-before-storing',
    invariant: 'nothing lost',
    edits: [
      {
        file: 'src/slack/ingress/durable-receiver.ts',
        protection: 'await inbox.accept(request).catch(',
        replacement: "await (void inbox.accept(request), Promise.resolve('new' as const)).catch(",
      },
    ],
  },
  {
    name: 'complete-before-working',
    invariant: 'nothing lost',
    edits: [
      {
        file: 'src/jobs/queue-worker.ts',
        protection: 'outcome = await options.process(item);',
        replacement: 'await queue.complete(item); outcome = await options.process(item);',
      },
    ],
  },
  {
    name: 'complete-a-newer-version',
    invariant: 'messages up to date',
    edits: [
      {
        file: 'src/store/lease-queue.ts',
        protection: "...(version === undefined ? [] : [row('version', '=', version)]),",
        replacement: '',
      },
    ],
  },
  {
    name: 'guess-a-missing-channel',
    invariant: 'no fault changes a verdict',
    edits: [
      {
        file: 'src/domain/classify-subscription.ts',
        protection: "if (value === undefined) return unknownChannel('no-field');",
        replacement: "if (value == null) return { kind: 'non-reseller', value: 'Non-Reseller' };",
      },
    ],
  },
  {
    name: 'guard-of-one-subscription',
    invariant: 'guards',
    edits: [
      {
        file: 'src/domain/account-guard.ts',
        protection: 'snapshot.subscriptions.every(',
        replacement: 'true || snapshot.subscriptions.every(',
      },
    ],
  },
  {
    name: 'guard-of-any-age',
    invariant: 'guards',
    edits: [
      {
        file: 'src/usecases/step-actions.ts',
        protection: "if (!step.requires?.verdict || state.kind === 'overridden') return [done];",
        replacement:
          "if (!step.requires?.verdict || ['overridden', 'allowed'].includes(state.kind)) return [done];",
      },
      {
        file: 'src/domain/step-progress.ts',
        protection: 'isAllowed && isWithin(GUARD_TTL_MS, ownGuardEvent, now)',
        replacement: 'isAllowed',
      },
    ],
  },
  {
    name: 'remind-at-any-hour',
    invariant: 'reminders in working hours',
    edits: [
      {
        file: 'src/domain/handoff-deadlines.ts',
        protection: 'return addDaysFromOpening(calendar, team, { from, days: ANSWER_WORKING_DAYS });',
        replacement: 'return new Date(from.getTime() + 24 * 60 * 60_000).toISOString();',
      },
      {
        file: 'src/domain/handoff-deadlines.ts',
        protection: 'return calendar.nextWorkingTime(team, reminderBatchEnd(at)).toISOString();',
        replacement: 'return reminderBatchEnd(at).toISOString();',
      },
      {
        file: 'src/domain/handoff-deadlines.ts',
        protection: 'const nextOpening = calendar.nextWorkingTime(team, from).toISOString();',
        replacement: 'const nextOpening = from.toISOString();',
      },
      {
        file: 'src/usecases/deliver-message.ts',
        protection: 'if (workingTime > now) return workingTime;',
        replacement: '',
      },
    ],
  },
  {
    name: 'codes-not-redacted',
    invariant: 'no secret leaked',
    edits: [
      {
        file: 'src/domain/redact.ts',
        protection: '  redactActivationCodes(buffer);',
        replacement: '',
      },
    ],
  },
  {
    name: 'audit-without-last-event',
    invariant: 'audit complete',
    edits: [
      {
        file: 'src/words/audit-lines.ts',
        protection: '...kase.events.flatMap((event)',
        replacement: '...kase.events.slice(0, -1).flatMap((event)',
      },
    ],
  },
  {
    name: 'poll-without-handling-errors',
    invariant: 'no unhandled error',
    edits: [
      {
        file: 'src/jobs/queue-worker.ts',
        protection: ' queue not read`, error);',
        replacement: ' queue not read`, error); throw error;',
      },
    ],
  },
  {
    name: 'claim-without-end',
    invariant: 'timers',
    edits: [
      {
        file: 'src/domain/handoff-events.ts',
        protection: "(after.claim ? { start: { 'claim-expiry': after.claim.until } } : {})",
        replacement: '({})',
      },
    ],
  },
];
