import type { Credential } from '../../cloudflare/credentials.ts';
import type { Account, Tunnel } from '../../tunnels/model.ts';
import type { AccountEntry } from '../settings.ts';
import type { Answer } from './prompts.ts';

/** A way to sign in; each has its own step that ends with a credential. */
export type Method = 'token' | 'environment';

export interface Draft {
  readonly method: Method;
  readonly credential: Credential | undefined;
  /** Those that the credential is known to see. */
  readonly seen: readonly Account[];
  readonly typeId: boolean;
  readonly accounts: readonly Account[];
  readonly tunnels: ReadonlyMap<string, readonly Tunnel[]>;
  readonly entries: readonly AccountEntry[];
}

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly canGoBack: boolean;
}

export interface SignInStep {
  /** Left out of the way, forward and back, where it does not apply. */
  readonly applies: (draft: Draft) => boolean;
  /** Asks nothing unless it fails, so there is nothing to come back to. */
  readonly silent?: true;
  /** Fills in the draft, or leaves it as it was. */
  readonly ask: (draft: Draft, frame: StepFrame) => Promise<Answer<Partial<Draft>>>;
}
