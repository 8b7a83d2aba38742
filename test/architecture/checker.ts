import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from '@swc/core';

/** Path from the top of the repository, with slashes, to content. */
export type Sources = Readonly<Record<string, string>>;

interface Room {
  /** Rooms it may import from; its own is named too where its files may import one another. */
  readonly rooms: readonly string[];
  /** A name that ends with a slash stands for everything below it. */
  readonly packages?: readonly string[];
  /** What Node brings along; all of it unless said otherwise. */
  readonly builtins?: 'none';
}

const BELOW =
  'domain words scenarios usecases connectors store calendar slack jobs ports errors config log metrics'.split(
    ' ',
  );

/** Who may import whom. A room is a folder of `src`, or a file there (with the folder of the same name). */
const ROOMS: Readonly<Record<string, Room>> = {
  domain: { rooms: ['domain'], builtins: 'none' },
  words: { rooms: ['words', 'domain'], builtins: 'none' },
  scenarios: { rooms: ['domain'], builtins: 'none' },
  usecases: { rooms: ['usecases', 'ports', 'scenarios', 'words', 'domain', 'errors'], builtins: 'none' },
  connectors: {
    rooms: ['connectors', 'ports', 'domain', 'errors'],
    packages: ['zod', 'cockatiel', 'lru-cache', 'p-limit'],
  },
  store: {
    rooms: ['store', 'ports', 'domain', 'errors'],
    packages: ['kysely', 'node:sqlite', '@photostructure/sqlite', 'pg', 'lru-cache'],
  },
  calendar: { rooms: ['calendar', 'ports', 'domain'], packages: ['luxon'] },
  slack: {
    rooms: ['slack', 'usecases', 'ports', 'words', 'domain', 'errors'],
    packages: ['zod', 'cockatiel', 'lru-cache', '@slack/'],
  },
  jobs: { rooms: ['jobs', 'usecases', 'ports', 'errors'] },
  ports: { rooms: ['domain'] },
  errors: { rooms: ['domain'] },
  config: { rooms: ['config', 'domain'], packages: ['zod'] },
  log: { rooms: ['log'], packages: ['pino', '@slack/bolt'] },
  metrics: { rooms: ['metrics'], packages: ['prom-client'] },
  app: { rooms: ['app', ...BELOW], packages: ['*'] },
  main: { rooms: ['app', ...BELOW], packages: ['*'] },
};

/** The one file among the scenarios that is more than data: it finds the others. */
const FINDER = 'src/scenarios/index.ts';
const FINDER_BUILTINS = ['node:fs', 'node:fs/promises', 'node:url'];

/** Rooms that decide on values, and are handed the time and new ids. */
const TIMELESS = ['domain', 'words', 'scenarios', 'usecases'];

const OWN_SOURCES = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['performance', 'now'],
  ['crypto', 'randomUUID'],
  ['crypto', 'getRandomValues'],
] as const;

const LOST_PLACES = ['utils', 'util', 'helpers', 'helper', 'common', 'services', 'core', 'lib'];

const TOP_FOLDERS = ['src', 'test', 'scripts', 'docs', '.ci', '.git'];
const TOP_FILES =
  'README.md LICENSE manifest.yml package.json package-lock.json tsconfig.json biome.json .oxlintrc.json .env.example .gitignore';
export const TOP_LEVEL = [...TOP_FOLDERS, ...TOP_FILES.split(' ')];

const REGISTRIES = [
  /\bregistry\.[a-z0-9-]+\.(?:org|com|io|net|dev)\b/i,
  /\bnpm\.pkg\.github\b/i,
  /\bpypi\.org\b/i,
];

/** Everything that is wrong with these sources, one sentence each. */
export function faultsIn(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, source]) => [
    ...nameFaults(path),
    ...registryFaults(path, source),
    ...(path.startsWith('src/') && path.endsWith('.ts') ? codeFaults(path, source) : []),
  ]);
}

function nameFaults(path: string): string[] {
  return path
    .split('/')
    .filter((part) => LOST_PLACES.includes(part.split('.')[0] ?? ''))
    .map((part) => `${path}: "${part}" is a place where things get lost`);
}

function registryFaults(path: string, source: string): string[] {
  return REGISTRIES.some((host) => host.test(source)) ? [`${path}: names a package registry`] : [];
}

function codeFaults(path: string, source: string): string[] {
  const name = roomOf(path);
  const room = Object.hasOwn(ROOMS, name) ? ROOMS[name] : undefined;
  if (!room) return [`${path}: there is no room called ${name}`];

  const nodes = nodesIn(source);
  return [
    ...nodes.flatMap((node) => importFaults(path, room, node)),
    ...(name === 'config' && path === 'src/config.ts'
      ? []
      : nodes.filter(readsEnvironment).map(() => `${path}: reads process.env`)),
    ...(TIMELESS.includes(name) ? nodes.flatMap((node) => clockFaults(path, node)) : []),
  ];
}

/** The first part below `src`, without its ending. */
function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function importFaults(path: string, room: Room, node: Node): string[] {
  const imported = importedBy(node);
  if (imported === undefined) return [];
  if (imported === null) return path === FINDER ? [] : [`${path}: imports what only shows at run time`];
  const allowed = imported.startsWith('.')
    ? mayImportFile(path, room, posix.join(posix.dirname(path), imported))
    : mayImportPackage(path, room, imported);
  return allowed ? [] : [`${path}: may not import ${imported}`];
}

function mayImportFile(from: string, room: Room, to: string): boolean {
  if (!to.startsWith('src/') || !to.endsWith('.ts')) return false;
  if (from === FINDER && roomOf(to) === 'scenarios') return true;
  if (!room.rooms.includes(roomOf(to))) return false;
  if (roomOf(from) !== 'connectors' || roomOf(to) !== 'connectors') return true;
  const folder = posix.dirname(to);
  return folder === 'src/connectors' || folder === posix.dirname(from);
}

function mayImportPackage(from: string, room: Room, name: string): boolean {
  if (isBuiltin(name)) {
    if (!name.startsWith('node:') || name === 'node:process') return false;
    return room.builtins !== 'none' || (from === FINDER && FINDER_BUILTINS.includes(name));
  }
  return (room.packages ?? []).some(
    (allowed) =>
      allowed === '*' || name === allowed || name.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`),
  );
}

/** A node of the syntax tree; which fields there are depends on its type. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Every node of the source, outermost first. */
function nodesIn(source: string): Node[] {
  const nodes: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if (typeof (value as Partial<Node>).type === 'string') nodes.push(value as Node);
      Object.values(value).forEach(visit);
    }
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2022' }).body);
  return nodes;
}

/** What the node imports: a name, null when that shows only at run time, undefined when it imports nothing. */
function importedBy(node: Node): string | null | undefined {
  const named = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ExportDefaultSpecifier',
  ];
  if (named.includes(node.type)) return textOf(node['source']) ?? undefined;
  if (node.type === 'TsImportType') return textOf(node['argument']);
  if (node.type === 'TsExternalModuleReference') return textOf(node['expression']);
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as Node;
  if (callee.type !== 'Import' && !isNamed(callee, 'require')) return undefined;
  const [first] = node['arguments'] as readonly { expression: Node }[];
  return textOf(first?.expression);
}

function textOf(node: unknown): string | null {
  const { type, value } = (node ?? {}) as Partial<Node>;
  return type === 'StringLiteral' ? String(value) : null;
}

function isNamed(node: unknown, name: string): boolean {
  const { type, value } = (node ?? {}) as Partial<Node>;
  return type === 'Identifier' && value === name;
}

/** `process.env`, `process['env']`, `globalThis.process`, or `process` taken apart or passed on as a whole. */
function readsEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression')
    return isMember(node, 'process', 'env') || isMember(node, 'globalThis', 'process');
  return node.type === 'VariableDeclarator' && isNamed(node['init'], 'process');
}

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression' || !isNamed(node['object'], object)) return false;
  const named = node['property'] as Node;
  return isNamed(named, property) || textOf(named['expression']) === property;
}

function clockFaults(path: string, node: Node): string[] {
  const member = OWN_SOURCES.find(([object, property]) => isMember(node, object, property));
  if (member) return [`${path}: asks for the time or for chance itself (${member.join('.')})`];

  const args = (node['arguments'] ?? []) as readonly unknown[];
  const now = node.type === 'NewExpression' && isNamed(node['callee'], 'Date') && args.length === 0;
  const nowAsText = node.type === 'CallExpression' && isNamed(node['callee'], 'Date');
  return now || nowAsText ? [`${path}: asks for the time itself (Date)`] : [];
}

/** What stands at the top of the repository and should not. */
export function strangersAmong(names: readonly string[], gitignore: string): string[] {
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
