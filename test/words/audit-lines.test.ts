import { describe, expect, it } from 'vitest';
import type { Case, CaseShownEvent, StepEvent } from '../../src/domain/case.ts';
import { caseAuditLines, newestCaseLines } from '../../src/words/audit-lines.ts';
import {
  aCase,
  aCheck,
  anAmbiguousEvidence,
  anEvidence,
  aScenario,
  CHECKED_AT,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

const acted = (...acts: readonly (StepEvent | CaseShownEvent)[]): Case => {
  const kase = aCase();
  return { ...kase, events: [...kase.events, ...acts] };
};
const by = { at: '2022-11-22T14:05:00.000Z', by: 'U0BEN' };

/** What is said of the last event. */
const lastOf = (kase: Case) => {
  const lines = caseAuditLines(kase);
  return lines.slice(lines.lastIndexOf('') + 1);
};

describe('the audit of a case', () => {
  it('starts with who opened it, when and where', () => {
    const kase = { ...aCase(), location: { channel: 'C0SUPPORT', thread: '1700000000.000100' } };

    expect(caseAuditLines(kase)[0]).toBe(
      `Case c0123456789abcde, opened ${CHECKED_AT} by U0ANA in C0SUPPORT, thread 1700000000.000100`,
    );
  });

  it('shows which steps the systems answered', () => {
    const steps = [
      { id: 'owner-change', text: 'Look.', answer: 'Zuora: always invoiced to {customer}' },
      { id: 'history', text: 'Look there too.' },
    ];
    const lines = caseAuditLines(aCase(aCheck({ scenario: aScenario({ steps }) })));

    expect(lines.filter((line) => line.includes('answered  step'))).toEqual([
      expect.stringMatching(/answered {2}step owner-change$/),
    ]);
  });

  it('shows the answer about a managed service, the siblings that were read, and what matched', () => {
    const managed = aCheck({ manualFacts: { managedService: 'no' } });
    const siblings = anEvidence({ siblings: gapAnswer('timeout') });
    const ambiguous = anAmbiguousEvidence([HALDEN, [resoldSubscriptionEvidence()]], [QUILLMARK, 'timeout']);

    expect(lastOf(aCase(managed)).join('\n')).toContain('proof unknown, managed service no');
    expect(lastOf(aCase(aCheck({ evidence: siblings }))).join('\n')).toMatch(/resold siblings.*timeout/);
    expect(lastOf(aCase(aCheck({ evidence: ambiguous })))).toEqual(
      expect.arrayContaining(['  candidate A00900001  reseller', '  candidate A00900101  unknown']),
    );
  });

  it('shows verdicts, rules and facts of a check, and every system with its time', () => {
    const later = '2022-11-22T14:01:00.000Z';
    const evidence = anEvidence({
      ticket: gapAnswer('timeout'),
      subscriptions: [{ ...resoldSubscriptionEvidence(), ownerHistory: foundAnswer([], later) }],
    });

    const lines = lastOf(aCase(aCheck({ evidence, proof: 'invoice', policy: '2025' })));

    expect(lines).toEqual([
      `${CHECKED_AT}  U0ANA  check 1 (requested): reseller`,
      '  subject   subscription A-S00900001',
      '  rules     policy 2025, version 1, scenario sample',
      '  facts     topic sign-in, requester customer (customer-domain), proof invoice',
      '  verdict   A-S00900001  reseller: owner partner, channel reseller "Reseller", history unknown',
      `  read at   ${CHECKED_AT}`,
      `  evidence  ${CHECKED_AT}  zendesk, ticket: timeout`,
      `  evidence  ${CHECKED_AT}  zuora, A-S00900001 subscription: answered`,
      `  evidence  ${CHECKED_AT}  zuora, A-S00900001 account: answered`,
      `  evidence  ${CHECKED_AT}  zuora, A-S00900001 invoice owner's account: answered`,
      `  evidence  ${later}  zuora, A-S00900001 earlier owners: answered`,
    ]);
  });

  it('contains no customer, and addresses only masked', () => {
    const subject = { kind: 'email', masked: 'a***@halden.example', fingerprint: '0123' } as const;

    const text = caseAuditLines(aCase(aCheck({ evidence: anEvidence({ subject }) }))).join('\n');

    expect(text).toContain('email "a***@halden.example", fingerprint 0123');
    expect(text).not.toMatch(/Halden Mills|Quillmark/);
  });

  it('shows every event in order, each check with its own evidence', () => {
    const [first, second] = [
      aCheck(),
      aCheck({ trigger: 'recheck', evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) }),
    ];
    const kase = aCase(first, second);

    const titles = caseAuditLines(kase).filter((line) => line.startsWith('20'));

    expect(titles).toEqual([
      `${CHECKED_AT}  U0ANA  check 1 (requested): reseller`,
      `${CHECKED_AT}  U0ANA  check 2 (recheck): direct`,
    ]);
  });

  it.each<readonly [StepEvent | CaseShownEvent, readonly string[]]>([
    [{ ...by, kind: 'case-shown' }, ['looked the customer up and was shown this open case']],
    [{ ...by, kind: 'step-done', stepId: 'confirm', value: null }, ['ticked step confirm']],
    [
      { ...by, kind: 'step-done', stepId: 'confirm', value: 'https://chatter.example/1' },
      ['ticked step confirm', '  with "https://chatter.example/1"'],
    ],
    [
      { ...by, kind: 'step-done', stepId: 'confirm', value: null, notApplicable: 'bought on the web' },
      ['ticked step confirm', '  without a link because "bought on the web"'],
    ],
    [{ ...by, kind: 'step-undone', stepId: 'confirm', reason: null }, ['unticked step confirm']],
    [
      { ...by, kind: 'step-undone', stepId: 'confirm', reason: 'wrong ticket' },
      ['unticked step confirm', '  because "wrong ticket"'],
    ],
    [
      {
        ...by,
        kind: 'guard-checked',
        stepId: 'enable',
        allowed: true,
        snapshot: {
          asOf: CHECKED_AT,
          subscriptions: [{ number: 'A-S1', verdict: 'direct', channel: 'Non-Reseller' }],
          gap: null,
        },
      },
      [
        'checked the guard of step enable: allowed',
        `  read at   ${CHECKED_AT}`,
        '  found     A-S1  direct, channel "Non-Reseller"',
      ],
    ],
    [
      {
        ...by,
        kind: 'guard-checked',
        stepId: 'enable',
        allowed: false,
        snapshot: {
          asOf: CHECKED_AT,
          subscriptions: [{ number: 'A-S1', verdict: 'unknown', channel: null }],
          gap: 'history',
        },
      },
      [
        'checked the guard of step enable: not allowed',
        `  read at   ${CHECKED_AT}, could not read: history`,
        '  found     A-S1  unknown, channel (none)',
      ],
    ],
    [
      { ...by, kind: 'override-requested', stepId: 'enable', reason: 'Sales said so' },
      ['asked to override the guard of step enable', '  because "Sales said so"'],
    ],
    [{ ...by, kind: 'override-approved', stepId: 'enable' }, ['agreed to override the guard of step enable']],
  ])('shows %j', (act, [title, ...details]) => {
    expect(lastOf(acted(act))).toEqual([`${by.at}  U0BEN  ${title}`, ...details]);
  });

  it('escapes text of other systems that moves the cursor, breaks a line or reverses it', () => {
    const reason = '\u001b[2J\n\u0085\u202e"gone"\u2028';

    const [, because] = lastOf(acted({ ...by, kind: 'step-undone', stepId: 'confirm', reason }));

    expect(because).toBe('  because "\\u001b[2J\\n\\u0085\\u202e\\"gone\\"\\u2028"');
  });
});

describe('cases to choose from', () => {
  it('are listed, or reported as none', () => {
    expect(newestCaseLines(['b', 'a'])).toEqual(['The newest cases:', '  b', '  a']);
    expect(newestCaseLines([])).toEqual(['There are no cases yet.']);
  });
});
