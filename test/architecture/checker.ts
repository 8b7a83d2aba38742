import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from '@swc/core';

/** Path from the top of the repository, with slashes, to content. */
export type Sources = Readonly<Record<string, string>>;

interface Layer {
  /** Rooms it may import from; its own is named too where its files may import one another. */
  readonly layers: readonly string[];
  /** A name that ends with a slash stands for everything below it. */
  readonly packages?: readonly string[];
  /** What Node brings along; all of it unless said otherwise. */
  readonly builtins?: 'none';
}

const LAYERS_BELOW_APP =
  'domain words policy usecases connectors store business-hours slack jobs ports errors config log metrics'.split(
    ' ',
  );

/** Who may import whom. A room is a folder of `src`, or a file there (with the folder of the same name). */
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
  app: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
  main: { layers: ['app', ...LAYERS_BELOW_APP], packages: ['*'] },
};

/** The one file among the scenarios that is more than data: it finds the others. */
const DYNAMIC_IMPORT_FILE = 'src/policy/select-scenario.ts';
const DYNAMIC_IMPORT_BUILTINS = ['node:fs', 'node:fs/promises', 'node:url'];

/** Rooms that decide on values, and are handed the time and new ids. */
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
  'README.md LICENSE manifest.yml package.json package-lock.json tsconfig.json vitest.config.ts biome.json .oxlintrc.json .env.example .gitignore';
export const TOP_LEVEL = [...TOP_FOLDERS, ...TOP_FILES.split(' ')];

const PACKAGE_REGISTRIES = [
  /\bregistry\.[a-z0-9-]+\.(?:org|com|io|net|dev)\b/i,
  /\bnpm\.pkg\.github\b/i,
  /\bpypi\.org\b/i,
];

/** Everything that is wrong with these sources, one sentence each. */
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
    .map((part) => `${path}: "${part}" is a place where things get lost`);
}

function registryViolations(path: string, source: string): string[] {
  return PACKAGE_REGISTRIES.some((host) => host.test(source)) ? [`${path}: names a package registry`] : [];
}

function codeViolations(path: string, source: string): string[] {
  const name = layerOf(path);
  const room = Object.hasOwn(LAYERS, name) ? LAYERS[name] : undefined;
  if (!room) return [`${path}: there is no room called ${name}`];

  const nodes = parseNodes(source);
  return [
    ...nodes.flatMap((node) => importViolations(path, room, node)),
    ...(name === 'config' && path === 'src/config.ts'
      ? []
      : nodes.filter(readsEnvironment).map(() => `${path}: reads process.env`)),
    ...(CLOCKLESS_LAYERS.includes(name) ? nodes.flatMap((node) => clockViolations(path, node)) : []),
  ];
}

/** The first part below `src`, without its ending. */
function layerOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function importViolations(path: string, room: Layer, node: SyntaxNode): string[] {
  const imported = importedModule(node);
  if (imported === undefined) return [];
  if (imported === null)
    return path === DYNAMIC_IMPORT_FILE ? [] : [`${path}: imports what only shows at run time`];
  const allowed = imported.startsWith('.')
    ? mayImportFile(path, room, posix.join(posix.dirname(path), imported))
    : mayImportPackage(path, room, imported);
  return allowed ? [] : [`${path}: may not import ${imported}`];
}

function mayImportFile(from: string, room: Layer, to: string): boolean {
  if (!to.startsWith('src/') || !to.endsWith('.ts')) return false;
  if (!room.layers.includes(layerOf(to))) return false;
  if (layerOf(from) !== 'connectors' || layerOf(to) !== 'connectors') return true;
  const folder = posix.dirname(to);
  return folder === 'src/connectors' || folder === posix.dirname(from);
}

function mayImportPackage(from: string, room: Layer, name: string): boolean {
  if (isBuiltin(name)) {
    if (!name.startsWith('node:') || name === 'node:process') return false;
    return (
      room.builtins !== 'none' || (from === DYNAMIC_IMPORT_FILE && DYNAMIC_IMPORT_BUILTINS.includes(name))
    );
  }
  return (room.packages ?? []).some(
    (allowed) =>
      allowed === '*' || name === allowed || name.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`),
  );
}

/** A node of the syntax tree; which fields there are depends on its type. */
interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Every node of the source, outermost first. */
function parseNodes(source: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if (typeof (value as Partial<SyntaxNode>).type === 'string') nodes.push(value as SyntaxNode);
      Object.values(value).forEach(visit);
    }
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2022' }).body);
  return nodes;
}

/** What the node imports: a name, null when that shows only at run time, undefined when it imports nothing. */
function importedModule(node: SyntaxNode): string | null | undefined {
  const named = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ExportDefaultSpecifier',
  ];
  if (named.includes(node.type)) return literalText(node['source']) ?? undefined;
  if (node.type === 'TsImportType') return literalText(node['argument']);
  if (node.type === 'TsExternalModuleReference') return literalText(node['expression']);
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as SyntaxNode;
  if (callee.type !== 'Import' && !isNamed(callee, 'require')) return undefined;
  const [first] = node['arguments'] as readonly { expression: SyntaxNode }[];
  return literalText(first?.expression);
}

function literalText(node: unknown): string | null {
  const { type, value } = (node ?? {}) as Partial<SyntaxNode>;
  return type === 'StringLiteral' ? String(value) : null;
}

function isNamed(node: unknown, name: string): boolean {
  const { type, value } = (node ?? {}) as Partial<SyntaxNode>;
  return type === 'Identifier' && value === name;
}

/** `process.env`, `process['env']`, `globalThis.process`, or `process` taken apart or passed on as a whole. */
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
  if (member) return [`${path}: asks for the time or for chance itself (${member.join('.')})`];

  const args = (node['arguments'] ?? []) as readonly unknown[];
  const now = node.type === 'NewExpression' && isNamed(node['callee'], 'Date') && args.length === 0;
  const nowAsText = node.type === 'CallExpression' && isNamed(node['callee'], 'Date');
  return now || nowAsText ? [`${path}: asks for the time itself (Date)`] : [];
}

/** What stands at the top of the repository and should not. */
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
