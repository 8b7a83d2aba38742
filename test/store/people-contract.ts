import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserPreferences } from '../../src/domain/user-preferences.ts';
import { DEFAULT_PREFERENCES } from '../../src/domain/user-preferences.ts';
import type { Users } from '../../src/ports/store.ts';
import type { DatabaseFixture } from './database-fixture.ts';

const PREFERENCES: UserPreferences = {
  notifyBy: 'mention',
  quietHours: { from: 22, to: 7 },
  timeZone: 'Europe/Oslo',
};

export function peopleContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('users', () => {
    let site: DatabaseFixture;
    let people: Users;
    beforeEach(async () => {
      site = await createFixture();
      people = (await site.openStore()).users;
    });
    afterEach(() => site.close());

    it('returns the default preferences until some are saved', async () => {
      await people.markHomeTabOpened('U1');

      expect(await people.preferences('U1')).toEqual(DEFAULT_PREFERENCES);
      expect(await people.preferences('U2')).toEqual(DEFAULT_PREFERENCES);
    });

    it("returns each user's last saved preferences", async () => {
      await people.savePreferences('U1', { ...PREFERENCES, notifyBy: 'dm' });
      await people.savePreferences('U1', PREFERENCES);
      await people.savePreferences('U2', DEFAULT_PREFERENCES);

      expect(await people.preferences('U1')).toEqual(PREFERENCES);
      expect(await people.preferences('U2')).toEqual(DEFAULT_PREFERENCES);
    });

    it('returns who has been greeted', async () => {
      await people.savePreferences('U1', PREFERENCES);
      await people.markHomeTabOpened('U2');
      await people.markGreeted('U1');
      await people.markGreeted('U1');
      await people.savePreferences('U1', PREFERENCES);

      expect(await Promise.all(['U1', 'U2', 'U3'].map((user) => people.hasBeenGreeted(user)))).toEqual([
        true,
        false,
        false,
      ]);
      expect(await people.filterHomeTabOpened(['U1'])).toEqual([]);
    });

    it('returns who has opened their Home tab, whatever their preferences', async () => {
      await people.markHomeTabOpened('U1');
      await people.markHomeTabOpened('U1');
      await people.savePreferences('U1', PREFERENCES);
      await people.savePreferences('U2', PREFERENCES);
      await people.markHomeTabOpened('U3');

      expect((await people.filterHomeTabOpened(['U1', 'U2', 'U3', 'U4'])).toSorted()).toEqual(['U1', 'U3']);
      expect(await people.filterHomeTabOpened(['U2'])).toEqual([]);
      expect(await people.filterHomeTabOpened([])).toEqual([]);
      expect(await people.preferences('U1')).toEqual(PREFERENCES);
      await people.clearHomeTabOpened('U1');
      await people.clearHomeTabOpened('U5');
      expect(await people.filterHomeTabOpened(['U1', 'U3', 'U5'])).toEqual(['U3']);
      expect(await people.preferences('U1')).toEqual(PREFERENCES);
    });
  });
}
