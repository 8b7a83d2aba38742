import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Preferences } from '../../src/domain/preferences.ts';
import { NO_PREFERENCES } from '../../src/domain/preferences.ts';
import type { People } from '../../src/ports.ts';
import type { Site } from './site.ts';

const WISHES: Preferences = { tell: 'mention', quiet: { from: 22, to: 7 }, zone: 'Europe/Oslo' };

export function peopleContract(arrive: () => Promise<Site>): void {
  describe('remembers people and', () => {
    let site: Site;
    let people: People;
    beforeEach(async () => {
      site = await arrive();
      people = (await site.open()).people;
    });
    afterEach(() => site.leave());

    it('takes it that somebody who said nothing wishes nothing', async () => {
      await people.sawHome('U1');

      expect(await people.preferences('U1')).toEqual(NO_PREFERENCES);
      expect(await people.preferences('U2')).toEqual(NO_PREFERENCES);
    });

    it('keeps what somebody wished last, and theirs alone', async () => {
      await people.prefer('U1', { ...WISHES, tell: 'dm' });
      await people.prefer('U1', WISHES);
      await people.prefer('U2', NO_PREFERENCES);

      expect(await people.preferences('U1')).toEqual(WISHES);
      expect(await people.preferences('U2')).toEqual(NO_PREFERENCES);
    });

    it('tells who has seen their Home, and wishes do not change that', async () => {
      await people.sawHome('U1');
      await people.sawHome('U1');
      await people.prefer('U1', WISHES);
      await people.prefer('U2', WISHES);
      await people.sawHome('U3');

      expect((await people.withHome(['U1', 'U2', 'U3', 'U4'])).toSorted()).toEqual(['U1', 'U3']);
      expect(await people.withHome(['U2'])).toEqual([]);
      expect(await people.withHome([])).toEqual([]);
      expect(await people.preferences('U1')).toEqual(WISHES);
      await people.lostHome('U1');
      await people.lostHome('U5');
      expect(await people.withHome(['U1', 'U3', 'U5'])).toEqual(['U3']);
      expect(await people.preferences('U1')).toEqual(WISHES);
    });
  });
}
