import MarkdownIt, { type Token } from 'markdown-it';

export interface ParsedMarkdown {
  /** Every piece of code, inline or a block. */
  readonly code: readonly string[];
  /** All text that is not code. */
  readonly outside: string;
  /** The pictures that hold themselves, with their words. */
  readonly pictures: readonly { readonly alt: string; readonly uri: string }[];
  /** The kinds of markup of which no document of ours makes use: `link`, another `image`, `html_inline`. */
  readonly foreign: readonly string[];
}

const ours = new Set(['bullet_list', 'list_item', 'heading', 'paragraph', 'blockquote', 'strong']);
const ofTables = new Set(['table', 'thead', 'tbody', 'tr', 'th', 'td']);

/** Reads a document as VS Code's preview does, which is built on the same parser. */
export function parsed(document: string): ParsedMarkdown {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  const isSafe = markdown.validateLink.bind(markdown);
  // As the preview does.
  markdown.validateLink = (link) => isSafe(link) || /^data:image\/.*?;/.test(link);
  const all = flat(markdown.parse(document, {}));
  const pictures = all.filter((token) => isPicture(token));
  const tokens = all.filter((token) => !isPicture(token));
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
    pictures: pictures.map((token) => ({
      alt: (token.children ?? []).map(({ content }) => content).join(''),
      uri: token.attrGet('src') ?? '',
    })),
    foreign: kinds.filter((kind) => !texts.has(kind) && !ours.has(kind) && !ofTables.has(kind)),
  };
}

/** One of ours, whose words are nothing but words. */
function isPicture(token: Token): boolean {
  return (
    token.type === 'image' &&
    token.attrGet('src')?.startsWith('data:image/svg+xml;base64,') === true &&
    (token.children ?? []).every(({ type }) => type === 'text' || type === 'text_special')
  );
}

function flat(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    if (token.type === 'inline') return flat(token.children ?? []);
    return isPicture(token) ? [token] : [token, ...flat(token.children ?? [])];
  });
}
