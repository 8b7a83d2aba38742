/** Every name that Slack sends back to us. `manifest.yml` declares the first two; cards and listeners share the rest. */
export const COMMAND = '/reseller-check';

/** Callback ids. */
export const SHORTCUTS = {
  /** On a message. */
  checkTicket: 'check-ticket',
  /** Global: opens the form. */
  checkCustomer: 'check-customer',
} as const;

/** Action ids of buttons and menus. */
export const ACTIONS = {
  recheck: 'recheck',
  chooseTopic: 'choose-topic',
  chooseSubscription: 'choose-subscription',
  chooseAccount: 'choose-account',
  /** One of several things found in a text. */
  chooseReference: 'choose-reference',
  /** Opens the form again, after a refusal or a slow start. */
  openCheckForm: 'open-check-form',
  stepDone: 'step-done',
  stepUndo: 'step-undo',
  /** A fresh look for a guarded step. */
  stepCheckNow: 'step-look',
  /** The second person of an override. */
  overrideApprove: 'override-agree',
  chooseRequester: 'choose-requester',
  chooseProof: 'choose-proof',
  /** The ticket is about another subscription: check the ticket's, or keep the one that was asked about. */
  checkTicketSubscription: 'use-ticket',
  dismissTicketMismatch: 'keep-ticket',
  /** The card's overflow menu. */
  caseMenu: 'case-menu',
  draftHandoff: 'draft-handoff',
  /** Back from the preview to the form. */
  handoffEdit: 'handoff-edit',
  handoffClaim: 'handoff-claim',
  /** The claim still holds. */
  handoffReconfirm: 'handoff-reconfirm',
  handoffRelease: 'handoff-release',
  handoffQuestion: 'handoff-question',
  handoffAnswer: 'handoff-answer',
  handoffDone: 'handoff-done',
  handoffDecline: 'handoff-decline',
  /** What Support can do with a handoff: texts for Salesforce, the link to what was posted there, withdrawing. */
  handoffMenu: 'handoff-menu',
  /** Somebody looked: a post whose outcome was unknown is not in the channel. */
  handoffPostMissing: 'handoff-not-there',
  /** A look whether the login may be restored, before the daily one. */
  handoffCheckNow: 'handoff-look',
  snooze: 'snooze',
  setNotifications: 'prefer-tell',
  setQuietHours: 'prefer-quiet',
} as const;

/** Buttons that only open an address begin so; pressing one asks us for nothing. */
export const OPEN_LINK_PREFIX = 'open-link';

/** Callback ids of modals. */
export const VIEWS = {
  checkForm: 'check-form',
  stepValue: 'step-value',
  undoReason: 'undo-reason',
  overrideReason: 'override-reason',
  caseHistory: 'case-history',
  caseTexts: 'case-texts',
  handoffDraft: 'handoff-draft',
  handoffPreview: 'handoff-preview',
  handoffQuestion: 'handoff-question',
  handoffAnswer: 'handoff-answer',
  handoffOutcome: 'handoff-outcome',
  /** Why it is declined or withdrawn. */
  handoffReason: 'handoff-reason',
  handoffLink: 'handoff-link',
  handoffTexts: 'handoff-texts',
} as const;

/** Event types of the Events API. */
export const EVENTS = { homeOpened: 'app_home_opened' } as const;

/** Event types of message metadata: how we recognise our own posts. */
export const METADATA_EVENT_TYPES = {
  resellerCase: 'reseller_case',
  resellerHandoff: 'reseller_handoff',
  /** Something told to one person. */
  resellerNote: 'reseller_note',
  resellerReminder: 'reseller_reminder',
  resellerDigest: 'reseller_digest',
} as const;
