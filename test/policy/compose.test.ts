import { describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/domain/case-facts.ts';
import type { KnownFact } from '../../src/domain/known-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import {
  // Biome takes it for a hook of the test runner under its own name.
  after as lockedUntil,
  onceDirect,
  resolveScenario,
  type ScenarioTemplate,
  scenario,
  step,
} from '../../src/policy/compose.ts';
import {
  answered,
  type Condition,
  conditionalOf,
  factConditions,
  given,
  unless,
} from '../../src/policy/conditions.ts';
import { resellerRequests } from '../../src/policy/handbook.ts';
import { RECORDS } from '../../src/policy/notes.ts';
import { GREETINGS, STAGE_REPLIES } from '../../src/policy/replies.ts';
import { conditionsOf } from '../builders/policy.ts';

/** Built by each test, so that the functions that build it are tested too. */
const exampleTemplate = () =>
  scenario('example', {
    headline: 'An example.',
    prohibitions: ['always', given('ended-recently', 'only when ended')],
    steps: [
      given('smb-pool', step('ask-sales', 'Open a Case.')),
      unless('smb-pool', given('crm-account-found', step('ask-sales', 'Post in Chatter.'))),
      lockedUntil(['ask-sales'], step('mark-ticket', 'Mark the ticket.')),
    ],
    reply: [['One.', given('ended-recently', 'Two.')], given('ended-recently', 'Three.')],
    request: 'a thing',
    source: resellerRequests('R1'),
  });

function resolve(...known: KnownFact[]) {
  return resolveScenario(exampleTemplate(), new Set(known));
}

/** A template with one sentence and nothing else, except what is given. */
function templateWith(parts: Partial<ScenarioTemplate>): ScenarioTemplate {
  const bare = { headline: 'An example.', prohibitions: [], steps: [], source: resellerRequests('R1') };
  return scenario('example', { ...bare, ...parts });
}

function resolveWith(parts: Partial<ScenarioTemplate>, ...known: Condition[]) {
  return resolveScenario(templateWith(parts), new Set(known));
}

describe('a scenario with conditions', () => {
  it('includes a part only while its facts are known', () => {
    expect(resolve('smb-pool', 'crm-account-found').steps.map(({ text }) => text)).toEqual([
      'Open a Case.',
      'Mark the ticket.',
    ]);
    expect(resolve('crm-account-found').steps.map(({ text }) => text)).toEqual([
      'Post in Chatter.',
      'Mark the ticket.',
    ]);
    expect(resolve('ended-recently').prohibitions).toEqual(['always', 'only when ended']);
    expect(resolve().prohibitions).toEqual(['always']);
  });

  it('locks a step only behind steps that are included', () => {
    expect(resolve('smb-pool').steps.at(-1)?.requires).toEqual({ steps: ['ask-sales'] });
    expect(resolve().steps).toEqual([step('mark-ticket', 'Mark the ticket.')]);
  });

  it('renders no empty paragraph in the reply', () => {
    expect(resolve().texts?.reply).toBe('Hi, thanks for reaching out.\n\nOne.');
    expect(resolve('ended-recently').texts?.reply).toBe(
      'Hi, thanks for reaching out.\n\nOne. Two.\n\nThree.',
    );
  });

  it("adds the systems' answer to a step while it is known", () => {
    const ask = step('ask', 'Ask.');
    const template = scenario('answer', {
      ...exampleTemplate(),
      steps: answered('plan-known', ask, 'Zuora: {plan}'),
    });
    const stepsWith = (...known: KnownFact[]) => resolveScenario(template, new Set(known)).steps;

    expect(stepsWith('plan-known')).toEqual([{ ...ask, answer: 'Zuora: {plan}' }]);
    expect(stepsWith()).toEqual([ask]);
  });

  it('lists the facts that it depends on', () => {
    expect(conditionsOf(exampleTemplate())).toEqual(['ended-recently', 'smb-pool', 'crm-account-found']);
  });

  it('accepts facts that select a scenario as conditions, and any condition of a list', () => {
    const template = scenario('by-requester', {
      headline: [
        given('requester:reseller', 'A reseller asks.'),
        unless('requester:reseller', 'Somebody asks.'),
      ],
      prohibitions: [],
      steps: [given(['proof:none', 'proof:unknown'], step('wait', 'Wait for the proof.'))],
      source: resellerRequests('R1'),
    });
    const resolved = resolveScenario(template, new Set(['requester:reseller', 'proof:unknown']));

    expect(resolved.headline).toBe('A reseller asks.');
    expect(resolved.steps).toHaveLength(1);
    expect(resolveScenario(template, new Set(['proof:invoice'])).steps).toEqual([]);
  });
});

describe('a resolved scenario', () => {
  it('has no optional parts unless they are given', () => {
    const newer = { text: 'Another page has other rules.', date: '2026-01-01' };

    expect(resolveWith({})).toEqual({
      id: 'example',
      headline: 'An example.',
      prohibitions: [],
      steps: [],
      source: resellerRequests('R1'),
    });
    expect(Object.keys(resolveWith({}))).toEqual(['id', 'headline', 'prohibitions', 'steps', 'source']);
    expect(resolveWith({ newer }).newer).toBe(newer);
  });

  it('joins the sentences of a headline', () => {
    const headline = ['One.', given('ended-recently', 'Two.'), 'Three.'];

    expect(resolveWith({ headline }).headline).toBe('One. Three.');
    expect(resolveWith({ headline }, 'ended-recently').headline).toBe('One. Two. Three.');
  });

  it('has later replies only when a step hands the case to Sales, and not for a colleague’s request', () => {
    const steps = [step('ask-sales', 'Ask.', { startsHandoff: true }), step('wait', 'Wait.')];

    expect(resolveWith({ steps }).texts).toEqual(STAGE_REPLIES);
    expect(resolveWith({ steps }, 'requester:internal').texts).toBeUndefined();
    expect(resolveWith({ steps: steps.slice(1) }).texts).toBeUndefined();
  });

  it('has a note with records, request and page when something is requested', () => {
    const { page } = resellerRequests('R1');

    expect(resolveWith({ request: 'a thing' }, 'verdict:msp').texts).toEqual({
      note: `${RECORDS.msp} Request: a thing. Handbook page: ${page}.`,
    });
    expect(resolveWith({ reply: ['One.'] }).texts).toEqual({ reply: `${GREETINGS.requester}\n\nOne.` });
  });

  it.each([...VERDICTS, ...OVERALL_ONLY_VERDICTS])(
    'describes the records for the verdict %s in the note',
    (verdict) => {
      const { texts } = resolveWith({ request: 'a thing' }, `verdict:${verdict}`);

      expect(texts?.note).toContain(`${RECORDS[verdict]} `);
    },
  );

  it('describes the records as unknown without a verdict', () => {
    expect(resolveWith({ request: 'a thing' }).texts?.note).toContain(RECORDS.unknown);
  });

  it("replies to a colleague with the records, or with the colleagues' own reply", () => {
    const replyTo = (parts: Partial<ScenarioTemplate>) =>
      resolveWith({ reply: ['One.'], ...parts }, 'requester:internal', 'verdict:direct').texts;

    expect(replyTo({ colleagueReply: ['Two.'] })).toEqual({
      colleagueReply: `${GREETINGS.colleague}\n\nTwo.`,
    });
    const paragraphs = replyTo({})?.colleagueReply?.split('\n\n');
    expect(paragraphs?.slice(0, 2)).toEqual([GREETINGS.colleague, RECORDS.direct]);
    expect(paragraphs?.[2]).toContain('ask {customer} to open one');
    expect(paragraphs?.[2]).not.toContain('or the reseller');
    expect(paragraphs).toHaveLength(4);
  });

  it('has no reply for a colleague when there is no public reply', () => {
    expect(resolveWith({ colleagueReply: ['Two.'] }, 'requester:internal').texts).toBeUndefined();
  });
});

describe('a locked step', () => {
  const login = () => step('login', 'Enable the login.', { confirm: 'Everything is direct.' });

  it('waits for the steps before it', () => {
    const steps = [step('ask', 'Ask.'), lockedUntil(['ask'], login())];

    expect(resolveWith({ steps }).steps).toEqual([
      { id: 'ask', text: 'Ask.' },
      {
        id: 'login',
        text: 'Enable the login.',
        confirm: 'Everything is direct.',
        requires: { steps: ['ask'] },
      },
    ]);
  });

  it('waits for a check whose verdict is direct', () => {
    expect(resolveWith({ steps: [onceDirect(login())] }).steps).toEqual([
      { ...login(), requires: { verdict: ['transition-complete', 'direct'] } },
    ]);
  });

  it('waits for both, and only for the check when the earlier step is left out', () => {
    const steps = [given('smb-pool', step('ask', 'Ask.')), lockedUntil(['ask'], onceDirect(login()))];
    const verdict = ['transition-complete', 'direct'];

    expect(resolveWith({ steps }, 'smb-pool').steps.at(-1)?.requires).toEqual({ verdict, steps: ['ask'] });
    expect(resolveWith({ steps }).steps).toEqual([{ ...login(), requires: { verdict } }]);
  });

  it('keeps its condition', () => {
    const steps = [
      step('ask', 'Ask.'),
      lockedUntil(['ask'], unless('smb-pool', given('ended-recently', login()))),
    ];

    expect(resolveWith({ steps }, 'ended-recently').steps).toHaveLength(2);
    expect(resolveWith({ steps }, 'ended-recently', 'smb-pool').steps).toHaveLength(1);
    expect(resolveWith({ steps }).steps).toHaveLength(1);
  });
});

describe('a condition', () => {
  it('is empty for a plain part', () => {
    const plain = step('ask', 'Ask.');

    expect(conditionalOf('Always.')).toEqual({ given: [], unless: [], part: 'Always.' });
    expect(conditionalOf(plain)).toEqual({ given: [], unless: [], part: plain });
  });

  it('is merged with those of nested parts', () => {
    const part = given(
      ['smb-pool', 'ended-recently'],
      unless('plan-known', given('crm-account-found', 'Inside.')),
    );

    expect(part).toEqual({
      given: [['smb-pool', 'ended-recently'], ['crm-account-found']],
      unless: ['plan-known'],
      part: 'Inside.',
    });
    expect(unless(['smb-pool', 'ended-recently'], unless('plan-known', 'Inside.')).unless).toEqual([
      'smb-pool',
      'ended-recently',
      'plan-known',
    ]);
  });

  it('can be any fact that selects a scenario', () => {
    const facts: CaseFacts = {
      policy: '2025',
      verdict: 'reseller',
      topic: 'sign-in',
      requester: 'customer',
      proof: 'none',
    };

    expect(factConditions(facts)).toEqual([
      'policy:2025',
      'verdict:reseller',
      'topic:sign-in',
      'requester:customer',
      'proof:none',
    ]);
  });
});
