import { describe, expect, it } from 'vitest';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../../src/domain/handoff-draft-view.ts';
import { VIEWS } from '../../../src/slack/ids.ts';
import { parseHandoffActionForm, parseHandoffDraft } from '../../../src/slack/ingress/parse-handoff-form.ts';
import { PROMISE_TEXTS } from '../../domain/hostile-drafts.ts';

const RULES = {
  refusedHosts: ['federal-support.gitlab.com'],
  findTicket: (link: string) =>
    link === TICKET_LINK
      ? { ticket: { host: 'support.gitlab.com', id: '48211' } }
      : { error: 'not such a ticket' },
};
const TICKET_LINK = 'https://support.gitlab.com/agent/tickets/48211';
const SALES = JSON.stringify({ channel: 'C0SALES', team: 'sales' });

/** The body of a submission with these inputs, by name, whatever their kind. */
function form(inputs: Readonly<Record<string, string>>): unknown {
  const values = Object.entries(inputs).map(([name, value]) => [
    name,
    { [name]: { value, selected_option: { value } } },
  ]);
  return { view: { state: { values: Object.fromEntries(values) } } };
}

const FILLED = { ask: 'Please reach out to the customer.', destination: SALES };

function errorsOf(inputs: Readonly<Record<string, string>>): string[] {
  const read = parseHandoffDraft(form({ ...FILLED, ...inputs }), RULES);
  return 'errors' in read ? Object.keys(read.errors) : [];
}

describe('The handoff form', () => {
  it('redacts the typed text and counts the redactions', () => {
    const read = parseHandoffDraft(
      form({
        ...FILLED,
        ask: 'Please ask it@harbour.example',
        toldCustomer: 'See https://x.example/a',
        seats: '25',
        plan: '',
      }),
      RULES,
    );

    expect(read).toEqual({
      fields: {
        input: {
          ask: 'Please ask (address removed)',
          plan: null,
          seats: 25,
          counts: null,
          writtenWish: null,
          writtenWishSource: null,
          permissionSource: null,
          toldCustomer: 'See (link removed)',
          ticket: null,
          salesforceLink: null,
        },
        removed: { 'e-mail': 1, link: 1 },
        destination: { channel: 'C0SALES', team: 'sales' },
      },
    });
  });

  it.each<[problem: string, inputs: Record<string, string>, fields: string[]]>([
    ['the request to Sales is empty', { ask: '  ' }, ['ask']],
    ['the seats are not a number', { seats: 'twenty' }, ['seats']],
    ['the seats are a fraction', { seats: '2.5' }, ['seats']],
    ['the request says nothing', { ask: 'Please call.' }, ['ask']],
    ['a user count is not a number', { usersInLicence: '', maximumUsers: 'many' }, ['maximumUsers']],
    ['the ticket is refused or no ticket', { ticket: 'https://example.com/x' }, ['ticket']],
    ['the written wish is not chosen', { writtenWish: '' }, ['writtenWish']],
    [
      'the source of a written wish is missing',
      { writtenWish: 'yes', writtenWishSource: '' },
      ['writtenWishSource'],
    ],
    ['the link is not a URL', { link: 'ask Robin' }, ['link']],
    ['no channel is chosen', { destination: '' }, ['destination']],
    ['the channel is not valid', { destination: '{"channel":1}' }, ['destination']],
    [
      'several fields are not valid',
      { ask: '', seats: 'x', destination: '' },
      ['ask', 'seats', 'destination'],
    ],
  ])('reports an error at the field when %s', (_problem, inputs, fields) => {
    expect(errorsOf(inputs)).toEqual(fields);
  });

  it.each(PROMISE_TEXTS)('rejects a promise that only Sales can make: %s', (promise) => {
    expect(errorsOf({ ask: promise })).toEqual(['ask']);
    expect(errorsOf({ toldCustomer: promise })).toEqual(['toldCustomer']);
  });

  const inputOf = (inputs: Readonly<Record<string, string>>) => {
    const read = parseHandoffDraft(form({ ...FILLED, ...inputs }), RULES);
    return 'fields' in read ? read.fields['input'] : read;
  };

  it('distinguishes unknown user counts from zero', () => {
    expect(inputOf({ usersInLicence: '100', billableUsers: '', usersOverLicence: '0' })).toMatchObject({
      counts: { usersInLicence: 100, billableUsers: null, maximumUsers: null, usersOverLicence: 0 },
    });
    expect(inputOf({})).toMatchObject({ counts: null });
  });

  it('returns the ticket as host and number', () => {
    expect(inputOf({ ticket: ` ${TICKET_LINK} ` })).toMatchObject({
      ticket: { host: 'support.gitlab.com', id: '48211' },
    });
    expect(inputOf({ ticket: '' })).toMatchObject({ ticket: null });
  });

  it('truncates long text', () => {
    const read = parseHandoffDraft(form({ ...FILLED, ask: 'word '.repeat(900) }), RULES);

    expect('fields' in read && (read.fields['input'] as { ask: string }).ask.length).toBeLessThanOrEqual(
      HANDOFF_INPUT_MAX_LENGTHS.ask,
    );
    expect('fields' in read && read.fields['removed']).toEqual({ long: 1 });
  });
});

describe('The other handoff forms', () => {
  it.each<[view: string, inputs: Record<string, string>, fields: string[]]>([
    [VIEWS.handoffQuestion, { question: '' }, ['question']],
    [VIEWS.handoffAnswer, { answer: 'We will waive the overage.' }, ['answer']],
    [VIEWS.handoffReason, { reason: '' }, ['reason']],
    [VIEWS.handoffLink, { link: '' }, ['link']],
    [VIEWS.handoffOutcome, { outcome: '' }, ['outcome']],
    [VIEWS.handoffOutcome, { outcome: 'other', note: '' }, ['note']],
  ])('report errors at the fields of %s with %j', (view, inputs, fields) => {
    const read = parseHandoffActionForm(view, form(inputs), RULES);

    expect('errors' in read ? Object.keys(read.errors) : []).toEqual(fields);
  });

  it('store redacted text', () => {
    expect(parseHandoffActionForm(VIEWS.handoffQuestion, form({ question: 'Is it @here?' }), RULES)).toEqual({
      fields: { text: 'Is it (mention removed)?' },
    });
    expect(parseHandoffActionForm(VIEWS.handoffOutcome, form({ outcome: 'duplicate' }), RULES)).toEqual({
      fields: { outcome: 'duplicate', note: null },
    });
  });

  it('say that terms belong to Sales', () => {
    const note = 'We gave them a 10% discount on the first year.';

    expect(parseHandoffActionForm(VIEWS.handoffOutcome, form({ outcome: 'other', note }), RULES)).toEqual({
      errors: { note: expect.stringContaining('which stay in Salesforce') },
    });
  });

  it('store a link without its query, and reject one to a refused host', () => {
    const read = (link: string) => parseHandoffActionForm(VIEWS.handoffLink, form({ link }), RULES);

    expect(read('https://gitlab.my.salesforce.com/0D5PV00000abcdEAA?token=1')).toEqual({
      fields: { text: 'https://gitlab.my.salesforce.com/0D5PV00000abcdEAA' },
    });
    expect(read('https://federal-support.gitlab.com/agent/x')).toMatchObject({
      errors: { link: expect.any(String) },
    });
  });
});
