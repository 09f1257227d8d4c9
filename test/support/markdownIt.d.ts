/** The part of markdown-it that the tests use; VS Code's preview of Markdown is built on it. */
declare module 'markdown-it' {
  export interface Token {
    readonly type: string;
    readonly content: string;
    readonly children: readonly Token[] | null;
    attrGet(name: string): string | null;
  }

  export default class MarkdownIt {
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    validateLink: (link: string) => boolean;
    parse(source: string, environment: object): readonly Token[];
  }
}
