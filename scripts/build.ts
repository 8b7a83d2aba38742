import { rmSync } from 'node:fs';
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

const withoutUnusedModules: Plugin = {
  name: 'without-unused-modules',
  setup({ onLoad }) {
    for (const { path, contents } of UNUSED_MODULES)
      onLoad({ filter: path }, () => ({ contents, loader: 'js' }));
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
    plugins: [withoutUnusedModules],
    metafile: true,
    logLevel: 'warning',
  });
  if (process.argv.includes('--analyze')) console.log(await analyzeMetafile(metafile));
}

await main();
