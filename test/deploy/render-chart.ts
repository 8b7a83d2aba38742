import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type YamlObject = Readonly<Record<string, unknown>>;
type Scope = Readonly<Record<string, unknown>>;

const CHART = 'docs/deploy/helm';

/** An object of Kubernetes; of any shape. */
type RenderedObject = ReturnType<typeof parse>;

/**
 * Renders the templates of the chart as `helm template` does, for the part of Helm's language that they use: values,
 * `if`, `range`, `quote`, `toJson` and `default`. Throws for anything else. Returns the objects by their kinds.
 */
export function renderChart(
  release: string,
  overrides: YamlObject = {},
): Readonly<Record<string, RenderedObject>> {
  const read = (name: string) => readFileSync(`${CHART}/${name}`, 'utf8');
  const { appVersion } = parse(read('Chart.yaml')) as { readonly appVersion: string };
  const scope = {
    Values: { ...(parse(read('values.yaml')) as YamlObject), ...overrides },
    Release: { Name: release },
    Chart: { AppVersion: appVersion },
  };
  const objects = readdirSync(`${CHART}/templates`)
    .map((name) => parse(renderTemplate(read(`templates/${name}`), scope)) as YamlObject | null)
    .filter((object) => object !== null);
  return Object.fromEntries(objects.map((object) => [String(object['kind']), object]));
}

const BLOCK = /[ \t]*\{\{-? (if|range) (.*?) -?\}\}\n([\s\S]*?)[ \t]*\{\{-? end -?\}\}\n?/g;

/** Blocks may not be nested. */
function renderTemplate(template: string, scope: Scope): string {
  const unrolled = template.replace(BLOCK, (_, keyword: string, expression: string, body: string) => {
    if (keyword === 'if') return evaluate(expression, scope) ? renderValues(body, scope) : '';
    const [, key, value, source] = /^(?:(\$\w+), (\$\w+) := )?(\S+)$/.exec(expression) ?? [];
    return Object.entries(evaluate(source ?? '', scope) as object)
      .map(([name, each]) => renderValues(body, { ...scope, [key ?? '']: name, [value ?? '.']: each }))
      .join('');
  });
  return renderValues(unrolled, scope);
}

function renderValues(text: string, scope: Scope): string {
  return text.replace(/\{\{ (.*?) \}\}/g, (_, expression: string) => String(evaluate(expression, scope)));
}

function evaluate(expression: string, scope: Scope): unknown {
  const [first = '', ...filters] = expression.split(' | ');
  return filters.reduce((value, filter) => applyFilter(value, filter, scope), lookUp(first, scope));
}

function applyFilter(value: unknown, filter: string, scope: Scope): unknown {
  if (filter === 'quote') return JSON.stringify(String(value));
  if (filter === 'toJson') return JSON.stringify(value);
  if (filter.startsWith('default ')) return value || lookUp(filter.slice('default '.length), scope);
  throw new Error(`the test does not know the filter ${filter}`);
}

function lookUp(path: string, scope: Scope): unknown {
  if (Object.hasOwn(scope, path)) return scope[path];
  const value = path
    .split('.')
    .slice(1)
    .reduce<unknown>((at, name) => (at as YamlObject | undefined)?.[name], scope);
  if (!path.startsWith('.') || value === undefined) throw new Error(`nothing is called ${path}`);
  return value;
}
