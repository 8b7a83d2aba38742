import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type LockFile, licenceProblems } from './dependencies/licences.ts';

/** Where the bill of materials is written. */
const SBOM_FILE = 'dist/sbom.cdx.json';

/**
 * Checks the packages of the lock file: their licences, and with npm the known vulnerabilities of those that production needs.
 * Writes a bill of materials (CycloneDX). When npm's registry doesn't answer, it prints a warning and doesn't check for
 * vulnerabilities; with `REQUIRE_AUDIT` set, it fails.
 */
function main(): void {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
  const problems = [...licenceProblems(lock), ...auditProblems(), ...writeBillOfMaterials()];
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `The licences of ${Object.keys(lock.packages).length - 1} packages are allowed. Bill of materials: ${SBOM_FILE}.`
      : `Problems with dependencies: ${problems.length}.`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function auditProblems(): string[] {
  const { stdout } = runNpm(['audit', '--omit=dev', '--json']);
  const report = parseJson(stdout) as {
    vulnerabilities?: Record<string, { severity: string; range: string }>;
  } | null;
  if (!report?.vulnerabilities) {
    const line =
      "npm audit didn't get an answer from the registry, so known vulnerabilities weren't checked.";
    if (process.env['REQUIRE_AUDIT']) return [line];
    console.warn(line);
    return [];
  }
  return Object.entries(report.vulnerabilities).map(
    ([name, { severity, range }]) => `${name} ${range}: known vulnerability (${severity})`,
  );
}

function writeBillOfMaterials(): string[] {
  const { stdout } = runNpm(['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx']);
  const bill = parseJson(stdout) as { components?: readonly unknown[] } | null;
  if (!bill?.components?.length) return ['npm sbom wrote no bill of materials.'];
  mkdirSync('dist', { recursive: true });
  writeFileSync(SBOM_FILE, stdout);
  return [];
}

function runNpm(args: readonly string[]): { readonly stdout: string } {
  return spawnSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

main();
