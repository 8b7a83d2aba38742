import type { WebClient } from '@slack/web-api';
import type { Case } from '../domain/case.ts';
import type { Links, Messenger, Posts, Shown } from '../ports.ts';
import { briefCard, caseCard } from './cards/case-card.ts';
import { postOnce } from './post-once.ts';

export interface Outlets {
  readonly client: WebClient;
  readonly posts: Posts;
  readonly links: Links;
  now(): Date;
}

/** Shows cases in Slack. Drawings of one case wait for one another, so the newest state is drawn last. */
export function createMessenger({ client, posts, links, now }: Outlets): Messenger {
  const turns = new Map<string, Promise<unknown>>();

  async function draw(shown: Case): Promise<Shown> {
    const at = now();
    const { refusedPlace } = await postOnce(
      { posts, client },
      {
        key: `case:${shown.id}`,
        place: shown.place,
        fallbackUser: shown.openedBy,
        drawing: caseCard(shown, links, at),
        brief: briefCard(shown, links, at),
        markedBy: 'case_id',
      },
    );
    return { movedBecause: refusedPlace };
  }

  return {
    async showCase(shown) {
      const before = turns.get(shown.id) ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(() => draw(shown));
      turns.set(shown.id, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(shown.id) === turn) turns.delete(shown.id);
      }
    },
  };
}
