import type { Preferences } from '../domain/preferences.ts';
import { NO_PREFERENCES } from '../domain/preferences.ts';
import type { People } from '../ports.ts';
import type { Desk } from './kysely-store.ts';

export function createPeople({ db }: Desk): People {
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
      return row?.preferences ? (JSON.parse(row.preferences) as Preferences) : NO_PREFERENCES;
    },
    prefer: (user, wishes) => change(user, { preferences: JSON.stringify(wishes) }),
    sawHome: (user) => change(user, { saw_home: 1 }),
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
