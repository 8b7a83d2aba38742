import type { Preferences } from '../domain/preferences.ts';
import { NO_PREFERENCES, quietUntil } from '../domain/preferences.ts';
import type { People } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { noteUnreadable, readRow, readRows, storedObject, storedWord } from './set-aside.ts';

export function createPeople(desk: Desk): People {
  const { db } = desk;
  async function change(id: string, to: { preferences: string } | { saw_home: number }): Promise<void> {
    await db()
      .insertInto('people')
      .values({ id, preferences: null, saw_home: 0, ...to })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(to))
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
        readPreferences(user, stored),
      );
      await noteUnreadable(desk, unreadable);
      return read[0] ?? NO_PREFERENCES;
    },
    prefer: (user, wishes) => change(user, { preferences: JSON.stringify(wishes) }),
    sawHome: (user) => change(user, { saw_home: 1 }),
    lostHome: (user) => change(user, { saw_home: 0 }),
    async withHome(users) {
      if (users.length === 0) return [];
      const rows = await db()
        .selectFrom('people')
        .select('id')
        .where('id', 'in', users)
        .where('saw_home', '=', 1)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

function readPreferences(user: string, stored: string): Preferences {
  return readRow('people', user, () => {
    const wishes = storedObject(stored) as unknown as Preferences;
    storedWord(['dm', 'mention'], wishes.tell);
    // Throws for hours and zones that mean nothing.
    quietUntil(wishes, new Date(0));
    return wishes;
  });
}
