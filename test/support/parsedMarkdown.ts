import MarkdownIt, { type Token } from 'markdown-it';

export interface ParsedMarkdown {
  /** Every piece of code, inline or a block. */
  readonly code: readonly string[];
  /** All text that is not code. */
  readonly outside: string;
  /** The kinds of markup of which no document of ours makes use: `link`, `image`, `html_inline`. */
  readonly foreign: readonly string[];
}

const ours = new Set(['bullet_list', 'list_item', 'heading', 'paragraph', 'blockquote', 'strong']);
const ofTables = new Set(['table', 'thead', 'tbody', 'tr', 'th', 'td']);

/** Reads a document as VS Code's preview does, which is built on the same parser. */
export function parsed(document: string): ParsedMarkdown {
  const tokens = flat(new MarkdownIt({ html: true, linkify: true }).parse(document, {}));
  const isCode = ({ type }: Token) => type.startsWith('code_') || type === 'fence';
  const kinds = tokens
    .filter((token) => !isCode(token))
    .map(({ type }) => type.replace(/_(open|close)$/, ''));
  const texts = new Set(['text', 'softbreak']);
  return {
    code: tokens.filter(isCode).map(({ content }) => content),
    outside: tokens
      .filter(({ type }) => texts.has(type) || type.startsWith('html'))
      .map(({ content }) => content)
      .join('\n'),
    foreign: kinds.filter((kind) => !texts.has(kind) && !ours.has(kind) && !ofTables.has(kind)),
  };
}

function flat(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) =>
    token.type === 'inline' ? flat(token.children ?? []) : [token, ...flat(token.children ?? [])],
  );
}
