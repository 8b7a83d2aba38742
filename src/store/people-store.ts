import type { UserPreferences } from '../domain/user-preferences.ts';
import { DEFAULT_PREFERENCES, quietHoursEnd } from '../domain/user-preferences.ts';
import type { Users } from '../ports/store.ts';
import { recordUnreadableRows } from './quarantine.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredLiteral, parseStoredObject, readRow, readRows } from './stored-values.ts';

export function createPeopleStore(context: StoreContext): Users {
  const { db } = context;
  async function upsert(
    id: string,
    columns: { preferences: string } | { has_opened_home: number } | { has_been_greeted: number },
  ): Promise<void> {
    await db()
      .insertInto('people')
      .values({ id, preferences: null, has_opened_home: 0, has_been_greeted: 0, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
      .execute();
  }
  return {
    async preferences(user) {
      const row = await db()
        .selectFrom('people')
        .select('preferences')
        .where('id', '=', user)
        .executeTakeFirst();
      const { read, unreadable } = readRows(row?.preferences ? [row.preferences] : [], (stored) =>
        parsePreferences(user, stored),
      );
      await recordUnreadableRows(context, unreadable);
      return read[0] ?? DEFAULT_PREFERENCES;
    },
    savePreferences: (user, preferences) => upsert(user, { preferences: JSON.stringify(preferences) }),
    markHomeTabOpened: (user) => upsert(user, { has_opened_home: 1 }),
    clearHomeTabOpened: (user) => upsert(user, { has_opened_home: 0 }),
    async hasBeenGreeted(user) {
      const row = await db()
        .selectFrom('people')
        .select('id')
        .where('id', '=', user)
        .where('has_been_greeted', '=', 1)
        .executeTakeFirst();
      return row !== undefined;
    },
    markGreeted: (user) => upsert(user, { has_been_greeted: 1 }),
    async filterHomeTabOpened(users) {
      if (users.length === 0) return [];
      const rows = await db()
        .selectFrom('people')
        .select('id')
        .where('id', 'in', users)
        .where('has_opened_home', '=', 1)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

function parsePreferences(user: string, stored: string): UserPreferences {
  return readRow('people', user, () => {
    const preferences = parseStoredObject(stored) as unknown as UserPreferences;
    parseStoredLiteral(['dm', 'mention'], preferences.notifyBy);
    // Throws for invalid hours and time zones.
    quietHoursEnd(preferences, new Date(0));
    return preferences;
  });
}
