import { describe, expect, it } from 'vitest';
import type { KnownFact } from '../../src/domain/known-facts.ts';
import { after, resolveScenario, scenario, step } from '../../src/policy/compose.ts';
import { answered, given, unless } from '../../src/policy/conditions.ts';
import { resellerRequests } from '../../src/policy/handbook.ts';
import { conditionsOf } from '../builders/policy.ts';

const TEMPLATE = scenario('example', {
  headline: 'An example.',
  prohibitions: ['always', given('ended-recently', 'only when ended')],
  steps: [
    given('smb-pool', step('ask-sales', 'Open a Case.')),
    unless('smb-pool', given('crm-account-found', step('ask-sales', 'Post in Chatter.'))),
    after(['ask-sales'], step('mark-ticket', 'Mark the ticket.')),
  ],
  reply: [['One.', given('ended-recently', 'Two.')], given('ended-recently', 'Three.')],
  request: 'a thing',
  source: resellerRequests('R1'),
});

function resolve(...known: KnownFact[]) {
  return resolveScenario(TEMPLATE, new Set(known));
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

  it('leaves no empty paragraph in the reply', () => {
    expect(resolve().texts?.reply).toBe('Hi, thanks for reaching out.\n\nOne.');
    expect(resolve('ended-recently').texts?.reply).toBe(
      'Hi, thanks for reaching out.\n\nOne. Two.\n\nThree.',
    );
  });

  it('gives a step the answer of the systems while it is known', () => {
    const ask = step('ask', 'Ask.');
    const template = scenario('answer', { ...TEMPLATE, steps: answered('plan-known', ask, 'Zuora: {plan}') });
    const stepsWith = (...known: KnownFact[]) => resolveScenario(template, new Set(known)).steps;

    expect(stepsWith('plan-known')).toEqual([{ ...ask, answer: 'Zuora: {plan}' }]);
    expect(stepsWith()).toEqual([ask]);
  });

  it('lists the facts that it depends on', () => {
    expect(conditionsOf(TEMPLATE)).toEqual(['ended-recently', 'smb-pool', 'crm-account-found']);
  });

  it('depends on the facts that select it, and takes any condition of a list', () => {
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
