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
    protection: 'const accepted = await inbox.accept(request).catch(',
    replacement:
      "const accepted = await Promise.resolve(void inbox.accept(request) ?? ('new' as const)).catch(",
    invariant: 'nothing lost',
  },
  {
    name: 'guard-without-age',
    file: 'src/domain/step-progress.ts',
    protection: 'if (ownGuardEvent?.allowed && isAllowed && isWithin(GUARD_TTL_MS, ownGuardEvent, now))',
    replacement: 'if (ownGuardEvent?.allowed && isAllowed)',
    invariant: 'guards open rightly',
  },
  {
    name: 'remind-at-any-hour',
    file: 'src/usecases/deliver-message.ts',
    protection: 'if (workingTime > now) return workingTime;',
    replacement: '',
    invariant: 'reminders in working hours',
  },
  {
    name: 'texts-not-redacted',
    file: 'src/domain/redact.ts',
    protection: 'UNKNOWN',
    replacement: '',
    invariant: 'no secret leaves',
  },
];
