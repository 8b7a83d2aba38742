import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { importedModule, isNamed, literalText, parseNodes, type SyntaxNode } from './syntax.ts';

/** Path from the top of the repository, with slashes, to content. */
export type Sources = Readonly<Record<string, string>>;

interface Layer {
  /** Layers it may import from; its own is listed too where its files may import one another. */
  readonly layers: readonly string[];
  /** A name that ends with a slash includes every package below it. */
  readonly packages?: readonly string[];
  /** Modules of Node.js: all of them unless `none`. */
  readonly builtins?: 'none';
}

const LAYERS_BELOW_APP =
  'domain words policy usecases connectors store business-hours slack jobs ports errors config log metrics tracing'.split(
    ' ',
  );

/** Who may import whom. A layer is a folder of `src`, or a file there (with the folder of the same name). */
const LAYERS: Readonly<Record<string, Layer>> = {
  domain: { layers: ['domain'], builtins: 'none' },
  words: { layers: ['words', 'domain'], builtins: 'none' },
  policy: { layers: ['policy', 'domain'], builtins: 'none' },
  usecases: { layers: ['usecases', 'ports', 'policy', 'words', 'domain', 'errors'], builtins: 'none' },
  connectors: {
    layers: ['connectors', 'ports', 'domain', 'errors'],
    packages: ['zod', 'cockatiel', 'lru-cache', 'p-limit'],
  },
  store: {
    layers: ['store', 'ports', 'domain', 'errors'],
    packages: ['kysely', 'node:sqlite', '@photostructure/sqlite', 'pg', 'lru-cache'],
  },
  'business-hours': { layers: ['business-hours', 'ports', 'domain'], packages: ['luxon'] },
  slack: {
    layers: ['slack', 'usecases', 'ports', 'words', 'domain', 'errors'],
    packages: ['zod', 'cockatiel', 'lru-cache', '@slack/'],
  },
  jobs: { layers: ['jobs', 'usecases', 'ports', 'errors'] },
  ports: { layers: ['ports', 'domain'] },
  errors: { layers: ['domain'] },
  config: { layers: ['config', 'domain'], packages: ['zod'] },
  log: { layers: ['log'], packages: ['pino', '@slack/bolt'] },
  metrics: { layers: ['metrics'], packages: ['prom-client'] },
  tracing: { layers: ['tracing', 'errors'], packages: ['@opentelemetry/api'] },
  app: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
  main: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
  command: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
  doctor: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
};

/** Layers that decide on values and are given the time and new ids. */
const CLOCKLESS_LAYERS = ['domain', 'words', 'policy', 'usecases'];

const TIME_AND_ID_CALLS = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['performance', 'now'],
  ['crypto', 'randomUUID'],
  ['crypto', 'getRandomValues'],
] as const;

const FORBIDDEN_FOLDER_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'services', 'core', 'lib'];

const TOP_FOLDERS = ['src', 'test', 'scripts', 'docs', '.ci', '.git'];
const TOP_FILES =
  'README.md LICENSE CHANGELOG.md CONTRIBUTING.md manifest.yml package.json package-lock.json tsconfig.json vitest.config.ts biome.json .oxlintrc.json .env.example .gitignore Dockerfile .dockerignore compose.yaml .gitlab-ci.yml';
export const TOP_LEVEL = [...TOP_FOLDERS, ...TOP_FILES.split(' ')];

const PACKAGE_REGISTRIES = [
  /\bregistry\.[a-z0-9-]+\.(?:org|com|io|net|dev)\b/i,
  /\bnpm\.pkg\.github\b/i,
  /\bpypi\.org\b/i,
];

/** Returns what is wrong with these sources, one sentence each. */
export function violationsIn(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, source]) => [
    ...nameViolations(path),
    ...registryViolations(path, source),
    ...(path.startsWith('src/') && path.endsWith('.ts') ? codeViolations(path, source) : []),
  ]);
}

function nameViolations(path: string): string[] {
  return path
    .split('/')
    .filter((part) => FORBIDDEN_FOLDER_NAMES.includes(part.split('.')[0] ?? ''))
    .map((part) => `${path}: "${part}" does not say what it holds`);
}

function registryViolations(path: string, source: string): string[] {
  return PACKAGE_REGISTRIES.some((host) => host.test(source)) ? [`${path}: names a package registry`] : [];
}

function codeViolations(path: string, source: string): string[] {
  const name = layerOf(path);
  const layer = Object.hasOwn(LAYERS, name) ? LAYERS[name] : undefined;
  if (!layer) return [`${path}: there is no layer called ${name}`];

  const nodes = parseNodes(source);
  return [
    ...nodes.flatMap((node) => importViolations(path, layer, node)),
    ...(name === 'config' && path === 'src/config.ts'
      ? []
      : nodes.filter(readsEnvironment).map(() => `${path}: reads process.env`)),
    ...(CLOCKLESS_LAYERS.includes(name) ? nodes.flatMap((node) => clockViolations(path, node)) : []),
  ];
}

/** Returns the first part of the path below `src`, without its extension. */
function layerOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function importViolations(path: string, layer: Layer, node: SyntaxNode): string[] {
  const imported = importedModule(node);
  if (imported === undefined) return [];
  if (imported === null) return [`${path}: imports a module whose name is known only at run time`];
  const allowed = imported.startsWith('.')
    ? mayImportFile(path, layer, posix.join(posix.dirname(path), imported))
    : mayImportPackage(layer, imported);
  return allowed ? [] : [`${path}: may not import ${imported}`];
}

function mayImportFile(from: string, layer: Layer, to: string): boolean {
  // For the version.
  if (to === 'package.json') return layerOf(from) === 'app';
  if (!to.startsWith('src/') || !to.endsWith('.ts')) return false;
  if (!layer.layers.includes(layerOf(to))) return false;
  if (layerOf(from) !== 'connectors' || layerOf(to) !== 'connectors') return true;
  const folder = posix.dirname(to);
  return folder === 'src/connectors' || folder === posix.dirname(from);
}

function mayImportPackage(layer: Layer, name: string): boolean {
  if (isBuiltin(name)) {
    if (!name.startsWith('node:') || name === 'node:process') return false;
    return layer.builtins !== 'none';
  }
  return (layer.packages ?? []).some(
    (allowed) =>
      allowed === '*' || name === allowed || name.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`),
  );
}

/** True for `process.env`, `process['env']`, `globalThis.process`, and `process` destructured or assigned as a whole. */
function readsEnvironment(node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression')
    return isMember(node, 'process', 'env') || isMember(node, 'globalThis', 'process');
  return node.type === 'VariableDeclarator' && isNamed(node['init'], 'process');
}

function isMember(node: SyntaxNode, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression' || !isNamed(node['object'], object)) return false;
  const named = node['property'] as SyntaxNode;
  return isNamed(named, property) || literalText(named['expression']) === property;
}

function clockViolations(path: string, node: SyntaxNode): string[] {
  const member = TIME_AND_ID_CALLS.find(([object, property]) => isMember(node, object, property));
  if (member) return [`${path}: reads the clock or a random source (${member.join('.')})`];

  const args = (node['arguments'] ?? []) as readonly unknown[];
  const now = node.type === 'NewExpression' && isNamed(node['callee'], 'Date') && args.length === 0;
  const nowAsText = node.type === 'CallExpression' && isNamed(node['callee'], 'Date');
  return now || nowAsText ? [`${path}: reads the clock (Date)`] : [];
}

/** Returns the names at the top of the repository that are neither ours nor ignored by Git. */
export function unexpectedTopLevelNames(names: readonly string[], gitignore: string): string[] {
  const ignored = gitignore
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map(
      (line) =>
        new RegExp(
          `^${line
            .trim()
            .replace(/^\/|\/$/g, '')
            .replaceAll('.', '\\.')
            .replaceAll('*', '.*')}$`,
        ),
    );
  return names.filter((name) => !TOP_LEVEL.includes(name) && !ignored.some((pattern) => pattern.test(name)));
}
