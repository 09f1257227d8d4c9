import { createHash, randomBytes } from 'node:crypto';

/**
 * Takes secrets out of text that is about to be written to the log: the last of the nets, for what no other should let
 * through. It knows them by salted digests, so that it need not hold what it looks for.
 */
export class SecretFilter {
  readonly #salt = randomBytes(16);
  readonly #digestsByLength = new Map<number, Set<string>>();

  /** From now on this is taken out. What is too short to be a secret is left alone: it would blot out words. */
  learn(secret: string): void {
    if (secret.length < shortest) return;
    const digests = this.#digestsByLength.get(secret.length) ?? new Set();
    digests.add(this.#digest(secret));
    this.#digestsByLength.set(secret.length, digests);
  }

  clean(text: string): string {
    // Secrets have no spaces; a run may hold one with something stuck to it, as in a URL.
    return text.replace(/[\x21-\x7e]+/g, (run) => this.#cleanRun(run));
  }

  #cleanRun(run: string): string {
    let cleaned = run;
    let before: string;
    // Again and again: what is joined by a removal may be a secret itself.
    do {
      before = cleaned;
      for (const [length, digests] of this.#digestsByLength) {
        for (let start = 0; start + length <= cleaned.length; start++) {
          if (!digests.has(this.#digest(cleaned.slice(start, start + length)))) continue;
          cleaned = `${cleaned.slice(0, start)}[secret]${cleaned.slice(start + length)}`;
        }
      }
    } while (cleaned !== before);
    return cleaned;
  }

  #digest(text: string): string {
    return createHash('sha256').update(this.#salt).update(text).digest('base64');
  }
}

const shortest = 16;
