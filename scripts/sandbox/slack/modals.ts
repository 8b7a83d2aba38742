import { randomBytes } from 'node:crypto';
import { withBlockIds } from './elements.ts';
import type { Json } from './shape-checks.ts';
import type { AppIdentity } from './workspace.ts';

/** A modal or Home tab as Slack stores it. Input values are kept apart, see `input-values.ts`. */
export interface View extends Json {
  readonly id: string;
  readonly team_id: string;
  readonly type: 'modal' | 'home';
  readonly hash: string;
  readonly blocks: Json[];
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly external_id: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
}

/** Most modals that may be stacked. */
export const MODAL_LIMIT = 3;

/** The open modals and the Home tabs of everyone. */
export class Modals {
  readonly #ids: AppIdentity;
  readonly #now: () => number;
  /** Errors that the app returned when a modal was last submitted, by view id. */
  readonly errors = new Map<string, Record<string, string>>();
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();

  constructor(ids: AppIdentity, now: () => number) {
    this.#ids = ids;
    this.#now = now;
  }

  /** The modals this person has open, the topmost last. */
  stack(user: string): readonly View[] {
    return this.#stacks.get(user) ?? [];
  }

  home(user: string): View | null {
    return this.#homes.get(user) ?? null;
  }

  /** Any open modal or Home tab, with the person who sees it. */
  find(wanted: (view: View) => boolean): { user: string; view: View } | undefined {
    const open = [...this.#stacks].flatMap(([user, views]) => views.map((view) => ({ user, view })));
    const homes = [...this.#homes].map(([user, view]) => ({ user, view }));
    return [...open, ...homes].find(({ view }) => wanted(view));
  }

  /** Opens a first modal; what was open before is gone. */
  open(user: string, view: Json): View {
    this.#stacks.set(user, []);
    return this.push(user, view);
  }

  /** Pushes a modal onto the stack. */
  push(user: string, view: Json): View {
    const below = this.stack(user);
    const id = newViewId();
    const made = this.#make(view, { id, root: below[0]?.id ?? id, previous: below.at(-1)?.id ?? null });
    this.#stacks.set(user, [...below, made]);
    return made;
  }

  replace(user: string, id: string, view: Json): View {
    const old = this.stack(user).find((each) => each.id === id) ?? this.#homes.get(user);
    const made = this.#make(view, {
      id,
      root: old?.root_view_id ?? id,
      previous: old?.previous_view_id ?? null,
    });
    if (made.type === 'home') this.#homes.set(user, made);
    else
      this.#stacks.set(
        user,
        this.stack(user).map((each) => (each.id === id ? made : each)),
      );
    return made;
  }

  publish(user: string, view: Json): View {
    const id = this.home(user)?.id ?? newViewId();
    const made = this.#make(view, { id, root: id, previous: null });
    this.#homes.set(user, made);
    return made;
  }

  /** Takes this modal and those above it away. */
  close(user: string, id: string): void {
    const index = this.stack(user).findIndex((view) => view.id === id);
    if (index >= 0) this.#stacks.set(user, this.stack(user).slice(0, index));
  }

  clear(user: string): void {
    this.#stacks.delete(user);
  }

  #make(view: Json, place: { id: string; root: string; previous: string | null }): View {
    return {
      id: place.id,
      team_id: this.#ids.teamId,
      type: view['type'] === 'home' ? 'home' : 'modal',
      blocks: withBlockIds((view['blocks'] ?? []) as Json[]),
      private_metadata: textIn(view, 'private_metadata'),
      callback_id: textIn(view, 'callback_id'),
      external_id: textIn(view, 'external_id'),
      hash: `${Math.floor(this.#now() / 1000)}.${randomBytes(4).toString('hex')}`,
      title: view['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
      submit: view['submit'] ?? null,
      close: view['close'] ?? null,
      clear_on_close: view['clear_on_close'] === true,
      notify_on_close: view['notify_on_close'] === true,
      previous_view_id: place.previous,
      root_view_id: place.root,
      app_id: this.#ids.appId,
      bot_id: this.#ids.botId,
      app_installed_team_id: this.#ids.teamId,
    };
  }
}

function textIn(view: Json, key: string): string {
  const value = view[key];
  return typeof value === 'string' ? value : '';
}

function newViewId(): string {
  return `V${randomBytes(5).toString('hex').toUpperCase()}`;
}
