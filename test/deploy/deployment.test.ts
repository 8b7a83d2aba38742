import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { SECRET_NAMES } from '../../src/config/secret-files.ts';
import { SETTING_NAMES } from '../../src/config/settings.ts';
import { renderChart } from './render-chart.ts';

const read = (path: string) => readFileSync(path, 'utf8');

/** Environment variables that are not settings of the bot. */
const OTHER_VARIABLES = ['NODE_ENV'];

/** Returns the names that are neither settings nor files of secrets. */
function unknownVariables(names: readonly string[]): string[] {
  const known = [...SETTING_NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`), ...OTHER_VARIABLES];
  return names.filter((name) => !(known as string[]).includes(name));
}

describe('The Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('is valid', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
  });

  it('builds and runs on the same image', () => {
    const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);

    expect(images).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
  });

  it('installs nothing in the last stage, has no root user, and needs no other program for its health check', () => {
    const text = lastStage.join('\n');

    expect(text).not.toMatch(/npm (ci|install|run)|apt|curl|wget/);
    expect(text).toMatch(/^USER 1000:1000$/m);
    expect(text).toMatch(/^HEALTHCHECK [\s\S]*?CMD \["node", /m);
    expect(lastStage.filter((line) => line.startsWith('COPY'))).toEqual([
      'COPY package.json ./',
      'COPY --from=build /build/dist dist',
    ]);
  });

  it('copies everything that it uses', () => {
    const given = read('.dockerignore')
      .split('\n')
      .flatMap((line) => /^!(.*)/.exec(line)?.[1] ?? []);
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));

    expect(read('.dockerignore')).toMatch(/^\*$/m);
    expect([...new Set(copied)].sort()).toEqual(given.sort());
  });
});

describe('compose.yaml', () => {
  const { services, secrets, networks } = parse(read('compose.yaml'));

  it('gives the bot settings that exist, and secrets as files', () => {
    expect(unknownVariables(Object.keys(services.bot.environment))).toEqual([]);
    const files = Object.entries(services.bot.environment).flatMap(([name, value]) =>
      name.endsWith('_FILE') ? [value] : [],
    );
    expect(files).toEqual(services.bot.secrets.map((name: string) => `/run/secrets/${name}`));
    const used: string[] = [...services.bot.secrets, ...services.postgres.secrets];
    expect(new Set(used)).toEqual(new Set(Object.keys(secrets)));
    expect(used).toHaveLength(new Set(used).size);
  });

  it('starts two copies when the database is healthy, read-only and without privileges', () => {
    expect(services.bot).toMatchObject({
      deploy: { replicas: 2 },
      depends_on: { postgres: { condition: 'service_healthy' } },
      read_only: true,
      cap_drop: ['ALL'],
    });
    expect(services.bot.environment.COPIES).toBe(services.bot.deploy.replicas);
    expect(services.bot.ports).toBeUndefined();
    expect(services.postgres.healthcheck.test).toContain(
      'pg_isready --username reseller_check --dbname reseller_check',
    );
    expect(networks.database.internal).toBe(true);
    expect(services.postgres.networks).toEqual(['database']);
  });
});

describe('The chart', () => {
  const chart = renderChart('support');
  const { metadata, spec } = chart['Deployment'];
  const [container] = spec.template.spec.containers;

  it('has the version of the bot', () => {
    const { version, appVersion } = parse(read('docs/deploy/helm/Chart.yaml'));

    expect([version, appVersion]).toEqual([packageJson.version, packageJson.version]);
    expect(container.image).toBe(`reseller-check:${packageJson.version}`);
  });

  it('gives the bot settings that exist, and secrets as files', () => {
    const env: readonly { readonly name: string; readonly value: string }[] = container.env;

    expect(unknownVariables(env.map(({ name }) => name))).toEqual([]);
    expect(env).toContainEqual({ name: 'POLICY', value: 'seed' });
    expect(env).toContainEqual({ name: 'COPIES', value: String(spec.replicas) });
    expect(env).toContainEqual({
      name: 'DATABASE_URL_FILE',
      value: '/run/secrets/reseller-check/DATABASE_URL',
    });
    expect(env.every(({ value }) => typeof value === 'string')).toBe(true);
    expect(container.volumeMounts[0].mountPath).toBe('/run/secrets/reseller-check');
    expect(spec.template.spec.volumes[0].secret.secretName).toBe('reseller-check');
  });

  it('runs two copies, replaced one by one, with probes, not as root and read-only', () => {
    expect(metadata.name).toBe('support');
    expect(spec.replicas).toBe(2);
    expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
    expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits.memory).toBe('512Mi');
  });

  it('selects its own pods everywhere', () => {
    const labels = spec.template.metadata.labels;
    const { Service, PodDisruptionBudget, ServiceMonitor } = renderChart('support', {
      serviceMonitor: { enabled: true },
    });

    expect(spec.selector.matchLabels).toEqual(labels);
    expect(Service.spec.selector).toEqual(labels);
    expect(PodDisruptionBudget.spec.selector.matchLabels).toEqual(labels);
    expect(ServiceMonitor.spec.selector.matchLabels).toEqual(Service.metadata.labels);
    expect(ServiceMonitor.spec.endpoints[0].port).toBe(Service.spec.ports[0].name);
  });

  it('has no ServiceMonitor by default', () => {
    expect(chart['ServiceMonitor']).toBeUndefined();
  });
});

describe('The systemd unit', () => {
  const unit = read('docs/deploy/reseller-check.service');
  const variables = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)];

  it('gives the bot settings that exist, and secrets as credentials', () => {
    const credentials = [...unit.matchAll(/^LoadCredential=([\w-]+):/gm)].map(([, name]) => `%d/${name}`);
    const files = variables.filter(([, name]) => name?.endsWith('_FILE')).map(([, , value]) => value);

    expect(unknownVariables(variables.map(([, name]) => name ?? ''))).toEqual([]);
    expect(files).toEqual(credentials);
  });
});

describe('.gitlab-ci.yml', () => {
  it('calls .ci/run, with a PostgreSQL for its tests', () => {
    const { check } = parse(read('.gitlab-ci.yml'));

    expect(check.script).toEqual(['bash .ci/run']);
    expect(new URL(check.variables.TEST_POSTGRES_URL).hostname).toBe(check.services[0].alias);
  });
});
