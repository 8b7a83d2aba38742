import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { botSettingsFor } from '../sandbox/bot-settings.ts';
import { startLocalSlack } from '../sandbox/slack/local-slack.ts';
import { startUpstreams } from '../sandbox/upstreams/upstreams.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';
import { bareBoltProgram, botProgram, residentMb, startProgram } from './programs.ts';

const PROGRAMS = ['bare', 'bot'] as const;

interface Sample {
  readonly startMs: number;
  readonly idleMb: number;
}

export const startBenchmark: Benchmark = {
  title: 'Start and idle memory',
  run: measureStart,
};

/** Starts both programs in every round, in alternating order, so that a busy moment of the machine hits both alike. */
async function measureStart({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  const [rounds, idleMs] = isQuick ? [3, 1_000] : [9, 5_000];
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const samples: Record<(typeof PROGRAMS)[number], Sample[]> = { bare: [], bot: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      const settings = botSettingsFor({ slack, upstreams, database: join(folder, `${round}.db`), port: 0 });
      const programs = { bare: bareBoltProgram(slack), bot: botProgram(settings) };
      const order = round % 2 === 0 ? PROGRAMS : PROGRAMS.toReversed();
      const running = [];
      for (const name of order) running.push({ name, ...(await startProgram(programs[name])) });
      await sleep(idleMs);
      for (const { name, child, startMs } of running) {
        samples[name].push({ startMs, idleMb: residentMb(child) });
        child.kill('SIGKILL');
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([slack.close(), upstreams.close()]);
  }
  const compared = (select: (sample: Sample) => number) => ({
    values: samples.bot.map(select),
    floor: { name: 'bare Bolt', values: samples.bare.map(select) },
  });
  return [
    {
      name: 'Spawn to ready',
      unit: 'ms',
      ...compared(({ startMs }) => startMs),
      wanted: { of: 'ratio', atMost: 1.5 },
    },
    {
      name: 'Idle memory',
      unit: 'MB',
      ...compared(({ idleMb }) => idleMb),
      wanted: { of: 'ratio', atMost: 1.4 },
    },
  ];
}
