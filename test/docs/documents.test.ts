import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const read = (path: string) => readFileSync(path, 'utf8');

describe('The documents', () => {
  const names = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)];
  const documents = names.filter((name) => name.endsWith('.md')).map((name) => ({ name, text: read(name) }));

  it('name existing commands', () => {
    const commands = documents.flatMap(({ text }) => [...text.matchAll(/npm run ([a-z][\w:-]*)/g)]);

    expect(commands.length).toBeGreaterThan(20);
    expect(
      commands
        .map(([, command]) => command)
        .filter((command) => !Object.hasOwn(packageJson.scripts, command ?? '')),
    ).toEqual([]);
  });

  it('link to existing files and headings', () => {
    const broken = documents.flatMap(({ name, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]*))?\)/g)].flatMap(([, path = '', heading]) => {
        const file = path === '' ? name : join(dirname(name), path);
        if (!existsSync(file)) return [`${name}: ${path}`];
        return heading && !headingsOf(read(file)).includes(heading) ? [`${name}: ${path}#${heading}`] : [];
      }),
    );

    expect(broken).toEqual([]);
  });
});

/** Returns the anchors that GitLab makes of headings. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s+/g, '-'),
  );
}
