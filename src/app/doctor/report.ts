import { escapeForTerminal } from '../../words/terminal-text.ts';

/** Records that the doctor may read, to check the fields in them. */
export interface SampleRecords {
  /** Number of a Zuora account; null: its channel field is not checked. */
  readonly account: string | null;
  /** Number of a Zendesk ticket; null: its subscription field is not checked. */
  readonly ticket: string | null;
}

/** What one check of the doctor found. */
export interface DoctorFinding {
  /** `skipped`: could not be checked, or is not configured. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** The part of the installation: "Slack", "Zuora", "Database". */
  readonly area: string;
  /** One sentence about what was found. Contains no secret and no customer data. */
  readonly finding: string;
  /** What to do about it; null when nothing needs to be done. */
  readonly fix: string | null;
}

/** Returns a function that creates findings of one area. */
export function findingsOf(area: string) {
  const create = (status: DoctorFinding['status'], finding: string, fix: string | null = null) => ({
    status,
    area,
    finding,
    fix,
  });
  return {
    ok: (finding: string): DoctorFinding => create('ok', finding),
    warning: (finding: string, fix: string): DoctorFinding => create('warning', finding, fix),
    failed: (finding: string, fix: string): DoctorFinding => create('failed', finding, fix),
    skipped: (finding: string, fix: string | null = null): DoctorFinding => create('skipped', finding, fix),
  };
}

const MARKS = { ok: 'ok      ', warning: 'warning ', failed: 'FAILED  ', skipped: 'skipped ' };

/** Returns one line per finding, its fix included, and a summary at the end. */
export function formatReport(findings: readonly DoctorFinding[]): string {
  const width = Math.max(...findings.map(({ area }) => area.length));
  const lines = findings.map(({ status, area, finding, fix }) =>
    escapeForTerminal(`${MARKS[status]}${area.padEnd(width)}  ${finding}${fix === null ? '' : ` ${fix}`}`),
  );
  const count = (wanted: DoctorFinding['status']) =>
    findings.filter(({ status }) => status === wanted).length;
  const summary = `${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...lines, '', summary].join('\n');
}
