/**
 * What code that runs inside the page uses of an element there. The DOM library's own types would make the browser's
 * globals known to the extension's sources too, which have none.
 */
export interface PageElement {
  readonly id: string;
  readonly tagName: string;
  readonly innerText: string;
  readonly className: string;
  readonly classList: { contains(name: string): boolean };
  readonly children: Iterable<PageElement>;
  /** `null` where the element is not shown. */
  readonly offsetParent: object | null;
  readonly offsetTop: number;
  /** Of a box to type in. */
  readonly value?: string;
  readonly placeholder?: string;
  readonly type?: string;
  readonly ownerDocument: {
    readonly defaultView: {
      getComputedStyle(element: PageElement, part: string): { readonly content: string };
    };
  };
  /** Of a picture; 0 where it cannot be shown. */
  readonly naturalWidth?: number;
  getAttribute(name: string): string | null;
  closest(selector: string): PageElement | null;
  getBoundingClientRect(): { readonly bottom: number };
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** To be run in the page before anything else: tsx wraps named functions in a helper that is not known there. */
export const pagePrelude = 'globalThis.__name ??= (value) => value;';
