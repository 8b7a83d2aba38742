import { examineInstallation } from './app/doctor/examine-installation.ts';
import { checkEnvFile } from './app/doctor/local-checks.ts';
import { type DoctorFinding, findingsOf, formatReport, type SampleRecords } from './app/doctor/report.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { COMPARED_SINCE } from './policy/handbook.ts';
import { escapeForTerminal } from './words/terminal-text.ts';

const { ok, warning, failed } = findingsOf('Settings');

/**
 * Checks an installation and prints one line per check, with what to do. `--json` prints the findings as JSON. The number of
 * a Zuora account, or of a Zendesk ticket, lets it check the fields in them too. Exit code 1 when a check failed.
 */
async function main(args: readonly string[]): Promise<void> {
  const findings = await examine({
    account: args.find((arg) => /^A\d+$/i.test(arg)) ?? null,
    ticket: args.find((arg) => /^#?\d+$/.test(arg))?.replace('#', '') ?? null,
  });
  const report = args.includes('--json')
    ? JSON.stringify(findings, null, 2).split('\n').map(escapeForTerminal).join('\n')
    : formatReport(findings);
  process.stdout.write(`${report}\n`);
  process.exitCode = findings.some(({ status }) => status === 'failed') ? 1 : 0;
}

async function examine(samples: SampleRecords): Promise<DoctorFinding[]> {
  const warnings: string[] = [];
  let config: Config;
  try {
    config = loadConfig('.env', (hint) => warnings.push(hint));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => failed(problem, 'See .env.example.'));
  }
  if (config.proxy) {
    const { installProxy } = await import('./app/install-proxy.ts');
    installProxy(config.proxy);
  }
  return [
    ok(
      `All settings are valid. The policy is ${config.policy}; all its pages have been compared with the handbook since ${COMPARED_SINCE}.`,
    ),
    ...warnings.map((hint) => warning(hint, 'Check that line of .env.')),
    ...(await checkEnvFile('.env')),
    ...(await examineInstallation(config, { samples, now: () => new Date() })),
  ];
}

await main(process.argv.slice(2));
