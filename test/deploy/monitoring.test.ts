import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/metrics.ts';

interface AlertRules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}
interface AlertTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    }[];
  }[];
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  }[];
}

const read = (name: string) => readFileSync(`docs/deploy/${name}`, 'utf8');
const rules = (parse(read('alerts.yml')) as AlertRules).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('grafana-dashboard.json')) as Dashboard;

/** Returns the labels of every series name that Prometheus keeps, after each metric was recorded once. */
async function labelsBySeries(): Promise<Map<string, Set<string>>> {
  const metrics = createMetrics();
  metrics.recordCheck({ verdict: 'direct', topic: 'other', seconds: 1 });
  metrics.acknowledged({ kind: 'command', seconds: 1 });
  metrics.upstream({ system: 'zuora', outcome: 'ok', seconds: 1 });
  metrics.queueAge({ queue: 'inbox', seconds: 1 });
  metrics.ready({ check: 'slack', ready: true });
  metrics.handoffs({ state: 'open', count: 1 });
  metrics.setInfo({ version: '1', policy: 'seed', delivery: 'http', database: 'sqlite' });
  const series = new Map<string, Set<string>>();
  for (const line of (await metrics.render()).split('\n')) {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name) series.set(name, new Set([...labels.matchAll(/(\w+)="/g)].map(([, label]) => label ?? '')));
  }
  return series;
}

const SERIES = await labelsBySeries();
/** The names that the bot gave its metrics, without the endings that Prometheus adds to a histogram. */
const OWN_METRICS = new Set(
  [...SERIES.keys()]
    .filter((name) => name.startsWith('reseller_check_'))
    .map((name) => name.replace(/_(bucket|sum|count)$/, '')),
);

/** Labels that Prometheus adds to each scraped series. */
const SCRAPE_LABELS = ['job', 'instance'];

/** Returns each selected series that the bot does not have, and each label that such a series does not have. */
function unknownNames(expr: string): string[] {
  return [...expr.matchAll(/\b((?:reseller_check|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].flatMap(
    ([, name = '', selectors = '']) => {
      const labels = SERIES.get(name);
      if (!labels) return [name];
      const used = [...selectors.matchAll(/(\w+)(?:=|!)/g)].map(([, label]) => label ?? '');
      return used.filter((label) => !labels.has(label) && !SCRAPE_LABELS.includes(label));
    },
  );
}

it.each(rules.map(({ alert, expr }) => [alert, expr]))(
  'the alert %s uses existing metrics',
  (_alert, expr) => {
    expect(unknownNames(expr)).toEqual([]);
  },
);

it('every panel of the dashboard shows existing metrics', () => {
  const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

  expect(expressions.length).toBeGreaterThan(15);
  expect(expressions.flatMap(unknownNames)).toEqual([]);
});

it('every metric of the bot is on the dashboard', () => {
  const shown = JSON.stringify(dashboard);

  expect([...OWN_METRICS].filter((name) => !shown.includes(name))).toEqual([]);
});

it('no two panels of the dashboard overlap', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  );

  expect(new Set(cells).size).toBe(cells.length);
});

it('every alert has a test in which it fires', () => {
  const { tests } = parse(read('alerts.test.yml')) as AlertTests;
  const fired = tests.flatMap(({ alert_rule_test }) =>
    alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
  );

  expect([...new Set(fired)].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

it('docs/operations.md says what to do about every alert, and lists every metric', () => {
  const documentation = readFileSync('docs/operations.md', 'utf8');
  const documented = [...documentation.matchAll(/^\| `(ResellerCheck\w+)` \|/gm)].map(
    ([, name]) => name ?? '',
  );

  expect(documented.sort()).toEqual(rules.map(({ alert }) => alert).sort());
  expect([...OWN_METRICS].filter((name) => !documentation.includes(`\`${name}`))).toEqual([]);
});
