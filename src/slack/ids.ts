/** The slash command, as in `manifest.yml`. */
export const COMMAND = '/reseller-check';

/** Callback ids of shortcuts, as in `manifest.yml`. */
export const SHORTCUTS = {
  /** Message shortcut. */
  checkTicket: 'check-ticket',
  /** Global shortcut; opens the form. */
  checkCustomer: 'check-customer',
} as const;

/** Action ids of buttons and menus. */
export const ACTIONS = {
  recheck: 'recheck',
  /** Show the steps or the evidence of a card in a modal. */
  showSteps: 'show-steps',
  showEvidence: 'show-evidence',
  /** Shows the texts to copy. */
  copyTexts: 'copy-texts',
  chooseTopic: 'choose-topic',
  chooseSubscription: 'choose-subscription',
  chooseAccount: 'choose-account',
  /** Chooses one of several references found in a text. */
  chooseReference: 'choose-reference',
  /** Runs a check although its ticket or subscription has an open case. */
  startAnew: 'start-anew',
  /** Opens the check form. */
  openCheckForm: 'open-check-form',
  /** Shows the person's cases and handoffs, as the command `mine` does. */
  showMine: 'show-mine',
  stepDone: 'step-done',
  stepUndo: 'step-undo',
  /** Re-checks the account for a guarded step. */
  stepCheckNow: 'step-check-now',
  /** Approves an override; by a second person. */
  overrideApprove: 'override-approve',
  chooseRequester: 'choose-requester',
  chooseProof: 'choose-proof',
  /** When the ticket names another subscription: checks that one, or keeps the requested one. */
  checkTicketSubscription: 'check-ticket-subscription',
  dismissTicketMismatch: 'dismiss-ticket-mismatch',
  /** Answers whether the partner, who is Sold-To, runs a managed service. */
  confirmManagedService: 'confirm-managed-service',
  denyManagedService: 'deny-managed-service',
  /** The card's overflow menu. */
  caseMenu: 'case-menu',
  draftHandoff: 'draft-handoff',
  /** Returns from the preview to the form. */
  handoffEdit: 'handoff-edit',
  handoffClaim: 'handoff-claim',
  /** Confirms that the claimer still works on the handoff. */
  handoffReconfirm: 'handoff-reconfirm',
  handoffRelease: 'handoff-release',
  handoffQuestion: 'handoff-question',
  handoffAnswer: 'handoff-answer',
  handoffDone: 'handoff-done',
  handoffDecline: 'handoff-decline',
  /** Support's menu of a handoff: texts for Salesforce, the link to the Salesforce post, withdraw. */
  handoffMenu: 'handoff-menu',
  /** Confirms that a post whose outcome is unknown is not in the channel. */
  handoffPostMissing: 'handoff-post-missing',
  /** Checks whether the login may be restored, without waiting for the daily check. */
  handoffCheckNow: 'handoff-check-now',
  snooze: 'snooze',
  setNotifications: 'set-notifications',
  setQuietHours: 'set-quiet-hours',
} as const;

/** Prefix of the action ids of link buttons. Slack sends their clicks too, and they are ignored. */
export const OPEN_LINK_PREFIX = 'open-link';

/** Callback ids of modals. */
export const VIEWS = {
  checkForm: 'check-form',
  stepValue: 'step-value',
  undoReason: 'undo-reason',
  overrideReason: 'override-reason',
  /** The steps or the evidence of a card. */
  caseFold: 'case-fold',
  /** Asks what a wrong verdict should be. */
  verdictDispute: 'verdict-dispute',
  caseHistory: 'case-history',
  caseTexts: 'case-texts',
  handoffDraft: 'handoff-draft',
  handoffPreview: 'handoff-preview',
  handoffQuestion: 'handoff-question',
  handoffAnswer: 'handoff-answer',
  handoffOutcome: 'handoff-outcome',
  /** Asks why a handoff is declined or withdrawn. */
  handoffReason: 'handoff-reason',
  handoffLink: 'handoff-link',
  handoffTexts: 'handoff-texts',
} as const;

/** Event types of the Events API. */
export const EVENTS = {
  homeOpened: 'app_home_opened',
  /** A message in a conversation with the bot; subscribed as `message.im`. */
  message: 'message',
  mention: 'app_mention',
} as const;

/** Event types of message metadata, by which the bot finds its own posts. */
export const METADATA_EVENT_TYPES = {
  resellerCase: 'reseller_case',
  resellerHandoff: 'reseller_handoff',
  /** A notification to one user. */
  resellerNote: 'reseller_note',
  resellerReminder: 'reseller_reminder',
  resellerDigest: 'reseller_digest',
} as const;
