/** Who looks at a tunnel's parts: its row in the tree (`row`), or a document, by its id. */
export type Viewer = string;

/** Which tunnels are looked at, and by whom: what one viewer closes another may still show. */
export class Viewers {
  readonly #byKey = new Map<string, Set<Viewer>>();

  get keys(): ReadonlySet<string> {
    return new Set(this.#byKey.keys());
  }

  has(tunnelKey: string): boolean {
    return this.#byKey.has(tunnelKey);
  }

  add(tunnelKey: string, viewer: Viewer): void {
    this.#byKey.set(tunnelKey, (this.#byKey.get(tunnelKey) ?? new Set()).add(viewer));
  }

  delete(tunnelKey: string, viewer: Viewer): void {
    const viewers = this.#byKey.get(tunnelKey);
    viewers?.delete(viewer);
    if (viewers?.size === 0) this.#byKey.delete(tunnelKey);
  }
}
