import type { StandInReply, StandInRequest, StandInRoute } from './system-protocol.ts';

/** A page for one kind of record: what a person sees who follows a link in the sandbox. Never any secret. */
export function pageRoute(pattern: RegExp, describe: (id: string) => PageText | null): StandInRoute {
  return { pattern, reply: (call) => renderPage(call, describe) };
}

export interface PageText {
  readonly title: string;
  readonly lines: readonly string[];
}

function renderPage({ parts }: StandInRequest, describe: (id: string) => PageText | null): StandInReply {
  const text = describe(parts[0] ?? '');
  const { title, lines } = text ?? { title: 'No such record', lines: [] };
  return { status: text ? 200 : 404, type: 'text/html', text: pageHtml(title, lines) };
}

function pageHtml(title: string, lines: readonly string[]): string {
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('');
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}</style>',
    `<title>${escapeHtml(title)} (stand-in page)</title>`,
    `<h1>${escapeHtml(title)}</h1><ul>${items}</ul>`,
    '<p>This is a stand-in page: the sandbox shows it in place of the real system.</p></html>',
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);
}
