/** Import cycles that are still to be removed: each group of files is taken off the list with its cycle. */
export const KNOWN_CYCLES: readonly (readonly string[])[] = [
  [
    'src/store/case-queries.ts',
    'src/store/case-reader.ts',
    'src/store/case-store.ts',
    'src/store/erase-case.ts',
    'src/store/handoff-queries.ts',
    'src/store/handoff-store.ts',
    'src/store/inbox.ts',
    'src/store/kysely-store.ts',
    'src/store/lease-outbox.ts',
    'src/store/leases.ts',
    'src/store/outbox.ts',
    'src/store/people-store.ts',
    'src/store/post-store.ts',
    'src/store/quarantine.ts',
    'src/store/stored-case.ts',
    'src/store/stored-handoff.ts',
    'src/store/timer-store.ts',
  ],
  [
    'src/store/migrate.ts',
    'src/store/migrations/001-initial-schema.ts',
    'src/store/migrations/002-handoffs.ts',
  ],
  ['src/app/background.ts', 'src/app/lifecycle.ts'],
];
