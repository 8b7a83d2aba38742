/** What one check of the doctor found. */
export interface DoctorFinding {
  /** `skipped`: could not be checked, or is not configured. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** The part of the installation: "Slack", "Zuora", "Database". */
  readonly area: string;
  /** One sentence about what was found. Contains no secret and no customer data. */
  readonly finding: string;
  /** What to do about it; null when nothing needs to be done. */
  readonly cure: string | null;
}

/** Returns a function that creates findings of one area. */
export function findingsOf(area: string) {
  const create = (status: DoctorFinding['status'], finding: string, cure: string | null = null) => ({
    status,
    area,
    finding,
    cure,
  });
  return {
    ok: (finding: string): DoctorFinding => create('ok', finding),
    warning: (finding: string, cure: string): DoctorFinding => create('warning', finding, cure),
    failed: (finding: string, cure: string): DoctorFinding => create('failed', finding, cure),
    skipped: (finding: string, cure: string | null = null): DoctorFinding => create('skipped', finding, cure),
  };
}

const MARKS = { ok: 'ok      ', warning: 'warning ', failed: 'FAILED  ', skipped: 'skipped ' };

/** Returns one line per finding, its cure included, and a summary at the end. */
export function formatReport(findings: readonly DoctorFinding[]): string {
  const width = Math.max(...findings.map(({ area }) => area.length));
  const lines = findings.map(
    ({ status, area, finding, cure }) =>
      `${MARKS[status]}${area.padEnd(width)}  ${finding}${cure === null ? '' : ` ${cure}`}`,
  );
  const count = (wanted: DoctorFinding['status']) =>
    findings.filter(({ status }) => status === wanted).length;
  const summary = `${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...lines, '', summary].join('\n');
}
