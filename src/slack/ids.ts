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
  stepLook: 'step-look',
  /** The second person of an override. */
  overrideAgree: 'override-agree',
  chooseAsker: 'choose-asker',
  chooseProof: 'choose-proof',
  /** The card's overflow menu. */
  caseMenu: 'case-menu',
} as const;

/** Buttons that only open an address begin so; pressing one asks us for nothing. */
export const OPEN_LINK = 'open-link';

/** Callback ids of modals. */
export const VIEWS = {
  checkForm: 'check-form',
  stepValue: 'step-value',
  undoReason: 'undo-reason',
  overrideReason: 'override-reason',
  caseHistory: 'case-history',
  caseTexts: 'case-texts',
} as const;

/** Event types of message metadata: how we recognise our own posts. */
export const EVENTS = {
  resellerCase: 'reseller_case',
} as const;
