import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { analyzeMetafile, build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Modules of packages that the bot loads but never runs, and what is bundled in their place. Together they are more than
 * half of all code, and loading them would double the time of a start.
 */
const UNUSED_MODULES: readonly { readonly path: RegExp; readonly contents: string }[] = [
  // Bolt's own receivers, for Express, AWS Lambda, Socket Mode and HTTP: the bot brings its own.
  {
    path: /@slack\/bolt\/dist\/receivers\/(?:Express|AwsLambda|SocketMode|HTTP)Receiver\.js$/,
    contents: 'exports.default = class {};',
  },
  // Installation into many workspaces by OAuth.
  { path: /@slack\/oauth\/dist\/index\.js$/, contents: 'module.exports = {};' },
  // Tables of character encodings other than UTF-8; Slack sends UTF-8 only.
  { path: /iconv-lite\/encodings\/(?:dbcs|sbcs)-data(?:-generated)?\.js$/, contents: 'module.exports = {};' },
  { path: /zod\/v4\/locales\/index\.js$/, contents: "export { default as en } from './en.js';" },
];

/** Slack's client serializes everything that it sends and receives into debug lines, which the bot drops. */
const WEB_CLIENT = /@slack\/web-api\/dist\/WebClient\.js$/;
const PAYLOAD_DEBUG_LINE =
  /^ *this\.logger\.debug\(`http request [^`]*\$\{JSON\.stringify\(redact\([^`]*`\);$/gm;

const withoutUnusedCode: Plugin = {
  name: 'without-unused-code',
  setup({ onLoad }) {
    for (const { path, contents } of UNUSED_MODULES)
      onLoad({ filter: path }, () => ({ contents, loader: 'js' }));
    onLoad({ filter: WEB_CLIENT }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(PAYLOAD_DEBUG_LINE, '');
      if (contents.includes('JSON.stringify(redact(') || contents === source)
        throw new Error(`${path} has other debug lines than expected`);
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Bundles the bot and its packages into `dist/main.js`, the doctor into `dist/doctor.js` and the operators' commands into
 * `dist/command.js`, because loading one file takes a fraction of the time of loading a thousand. What only Socket Mode or a proxy needs becomes a file of its own. `--analyze` lists what is in it.
 */
async function main(): Promise<void> {
  rmSync(`${root}dist`, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/doctor.ts', 'src/command.ts'],
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'external',
    // Identifiers stay as they are, because the names of errors are logged.
    minifySyntax: true,
    minifyWhitespace: true,
    // A native package can't be bundled. It is loaded only where Node has no SQLite of its own.
    external: ['@photostructure/sqlite'],
    // Packages in CommonJS load Node's modules with `require`, which an ES module doesn't have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [withoutUnusedCode],
    metafile: true,
    logLevel: 'warning',
  });
  if (process.argv.includes('--analyze')) console.log(await analyzeMetafile(metafile));
}

await main();
