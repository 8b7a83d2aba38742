/** A protection of the bot that the simulation can take out, to see that an invariant depends on it. */
export interface Breakage {
  readonly name: string;
  readonly file: string;
  /** Source text that stands once in the file. */
  readonly protection: string;
  readonly replacement: string;
  /** The invariant that must fail without it. */
  readonly invariant: string;
}

export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'post-without-search',
    file: 'src/slack/delivery/post-once.ts',
    protection:
      'existing.ts ?? (existing.attemptedAt === null ? null : await findPost(deps, existing, spec));',
    replacement: 'existing.ts;',
    invariant: 'posted once',
  },
  {
    name: 'acknowledge-before-storing',
    file: 'src/slack/ingress/durable-receiver.ts',
    protection: 'await inbox.accept(request).catch(',
    replacement: "await (void inbox.accept(request), Promise.resolve('new' as const)).catch(",
    invariant: 'nothing lost',
  },
  {
    name: 'complete-before-working',
    file: 'src/jobs/queue-worker.ts',
    protection: 'outcome = await options.work(item);',
    replacement: 'await queue.complete(item); outcome = await options.work(item);',
    invariant: 'nothing lost',
  },
  {
    name: 'complete-a-newer-version',
    file: 'src/store/lease-queue.ts',
    protection: "...(version === undefined ? [] : [row('version', '=', version)]),",
    replacement: '',
    invariant: 'same screens',
  },
  {
    name: 'guess-a-missing-channel',
    file: 'src/domain/classify-subscription.ts',
    protection: "if (value === undefined) return unknownChannel('no-field');",
    replacement: "if (value == null) return { kind: 'non-reseller', value: 'Non-Reseller' };",
    invariant: 'never direct on a fault',
  },
  {
    name: 'guard-of-one-subscription',
    file: 'src/domain/account-guard.ts',
    protection: 'snapshot.subscriptions.every(',
    replacement: 'true || snapshot.subscriptions.every(',
    invariant: 'guards open rightly',
  },
  {
    name: 'codes-not-redacted',
    file: 'src/domain/redact.ts',
    protection: '  redactActivationCodes(buffer);',
    replacement: '',
    invariant: 'no secret leaves',
  },
  {
    name: 'audit-without-last-event',
    file: 'src/words/audit-lines.ts',
    protection: '...kase.events.flatMap((event)',
    replacement: '...kase.events.slice(0, -1).flatMap((event)',
    invariant: 'audit complete',
  },
  {
    name: 'poll-without-handling-errors',
    file: 'src/jobs/queue-worker.ts',
    protection: ' queue not read`, error);',
    replacement: ' queue not read`, error); throw error;',
    invariant: 'no error escapes',
  },
];
