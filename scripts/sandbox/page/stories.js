/**
 * The guided stories. A step has a text. It may have an act, which its button performs, and a sign, on which it ticks itself;
 * a step without a sign is ticked by hand. Acts: `send` (text after the command, in #support-licensing as Ana), `become`
 * (a person, in `channel`), `fault` (system and mode), `upstreamEvent`. Signs: `posted` (words in one message of the bot since
 * the story began; `isEdited` asks for a changed one), `view` (callback id of the open modal), `fault`, `user`.
 */
export const STORIES = [
  {
    id: 'sign-in',
    title: 'Cannot sign in',
    about: 'A customer of a reseller has no login to the portal.',
    steps: [
      {
        text: 'Check ticket #48211. The topic and the subscription come from the ticket.',
        act: { send: '#48211 new' },
        sign: { posted: ['A-S00900001', 'ticket #48211'] },
      },
      { text: 'Read the card from the top: who sold it, what not to do, and the next step.' },
      { text: 'Open Evidence at the foot of the card: each system, what it says and when it was asked.' },
      {
        text: 'Press Copy reply: the answer for the customer, ready to paste.',
        sign: { view: 'case-texts' },
      },
      {
        text: 'Press Mark as sent below the reply. The step is ticked, and the card moves on in place.',
        sign: { posted: ['A-S00900001', 'ticket #48211'], isEdited: true },
      },
    ],
  },
  {
    id: 'sold-to',
    title: 'Sold-To contact asks for a change',
    about: 'The requester is the current Sold-To contact.',
    steps: [
      {
        text: 'Check ticket #48215.',
        act: { send: '#48215 new' },
        sign: { posted: ['ticket #48215'] },
      },
      { text: 'Open Evidence: it says that the requester is the current Sold-To contact.' },
      { text: 'Open All steps: no invoice is needed, because the Sold-To contact asks.' },
      {
        text: 'Press Done on the next step.',
        sign: { posted: ['ticket #48215'], isEdited: true },
      },
    ],
  },
  {
    id: 'wrong-invoice',
    title: 'A reseller with the wrong invoice',
    about: 'A reseller asks for a contact change; the invoice is for another subscription.',
    steps: [
      {
        text: 'Check ticket #48212.',
        act: { send: '#48212 new' },
        sign: { posted: ['ticket #48212'] },
      },
      {
        text: 'Choose the proof in the menu of the next step: invoice for another subscription.',
        sign: { posted: ['ticket #48212', 'changed the proof'] },
      },
      { text: 'See how the steps have changed: no contact may be changed with this proof.' },
      {
        text: 'Press Copy reply: it says what is wrong with the invoice and what is accepted instead.',
        sign: { view: 'case-texts' },
      },
    ],
  },
  {
    id: 'direct-renewal',
    title: 'Direct renewal, then login',
    about: 'The login stays locked until the systems show the direct purchase.',
    steps: [
      {
        text: 'Check whether the login of A-S00900001 can be restored.',
        act: { send: 'A-S00900001 enable-login new' },
        sign: { posted: ['A-S00900001', 'login'] },
      },
      { text: 'Open All steps: the login is locked until a fresh check shows a direct purchase.' },
      {
        text: 'The invoice moves to the customer.',
        act: { upstreamEvent: 'invoice-moves' },
        sign: { event: 'invoice-moves' },
      },
      {
        text: 'Billing corrects the channel.',
        act: { upstreamEvent: 'channel-changes' },
        sign: { event: 'channel-changes' },
      },
      {
        text: 'Open Evidence and press Re-check: the card says what has changed.',
        sign: { posted: ['A-S00900001', 'verdict was'] },
      },
    ],
  },
  {
    id: 'zuora-down',
    title: 'Zuora is down',
    about: 'Without an answer there is no verdict, and never “direct”.',
    steps: [
      { text: 'Take Zuora down.', act: { fault: ['zuora', 'down'] }, sign: { fault: ['zuora', 'down'] } },
      {
        text: 'Check A-S00900055. It takes a few seconds, because the bot tries again.',
        act: { send: 'A-S00900055 new' },
        sign: { posted: ['A-S00900055', 'Unknown'] },
      },
      { text: 'Read what the card says: which system did not answer, and what must not be done now.' },
      {
        text: 'Let Zuora work again.',
        act: { fault: ['zuora', 'none'] },
        sign: { fault: ['zuora', 'none'] },
      },
      {
        text: 'Press Re-check on the card.',
        sign: { posted: ['A-S00900055', 'Reseller'], isEdited: true },
      },
    ],
  },
  {
    id: 'two-teams',
    title: 'Support and Sales',
    about: 'A handoff: claim, question, answer, close.',
    steps: [
      {
        text: 'As Ana, check ticket #48211 for a direct renewal.',
        act: { send: '#48211 direct-renewal new' },
        sign: { posted: ['A-S00900001', 'renew'] },
      },
      {
        text: 'Press Draft handoff, fill in the form, check the preview and post it.',
        sign: { posted: ['Handoff · ', 'handoff-claim'] },
      },
      {
        text: 'Become Robin, who works in Sales, open #sales-emea and press Claim.',
        act: { become: 'UROBIN', channel: 'CEMEA' },
        sign: { posted: ['Handoff · ', 'reconfirm by'] },
      },
      {
        text: 'As Robin, press Ask Support and ask something.',
        sign: { posted: ['Handoff · ', ' asks: “'] },
      },
      {
        text: 'Become Ana and answer on the card.',
        act: { become: 'UANA', channel: 'CSUPPORT' },
        sign: { posted: ['Handoff · ', ' answered: “'] },
      },
      {
        text: "Become Robin and press Close. Ana's card shows the outcome.",
        act: { become: 'UROBIN', channel: 'CEMEA' },
        sign: { posted: ['Handoff · ', 'Closed by'] },
      },
    ],
  },
];
