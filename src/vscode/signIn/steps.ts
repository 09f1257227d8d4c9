import type { Credential } from '../../cloudflare/credentials.ts';
import type { EnvironmentCredential } from '../../cloudflare/environment.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Account, Tunnel } from '../../tunnels/model/tunnel.ts';
import type { Verified } from '../../cloudflare/verify.ts';
import type { Instant } from '../../tunnels/text/time.ts';
import type { AccountEntry } from '../storage/settingsStore.ts';
import type { ApiWith } from '../apiAccess.ts';
import type { Answer, Button, Choice } from '../prompts.ts';

/** The way to sign in that was chosen; what each asks stands in ways.ts. */
export type Method =
  | { readonly kind: 'token' | 'key' | 'certificate' | 'certificateFile' }
  | { readonly kind: 'stored'; readonly account: WatchedAccount }
  | { readonly kind: 'environment'; readonly offer: EnvironmentCredential };

/** What verification found out about a credential. */
export interface Identified {
  readonly credential: Credential;
  readonly owner: Verified['owner'];
  /** Those that the credential is known to see. */
  readonly seen: readonly Account[];
  /** Id of the one that the credential is said to be for. */
  readonly preferred: string | undefined;
  readonly expiresAt: Instant | undefined;
}

export interface Draft {
  readonly method: Method;
  readonly email: string;
  readonly identified: Identified | undefined;
  readonly typeId: boolean;
  readonly accounts: readonly Account[];
  readonly tunnels: ReadonlyMap<string, readonly Tunnel[]>;
  readonly entries: readonly AccountEntry[];
}

/** What the steps of adding accounts go by. */
export interface AddContext {
  readonly apiWith: ApiWith;
  /** The accounts that are there already. */
  readonly known: readonly WatchedAccount[];
}

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly canGoBack: boolean;
  /** What this step was answered with before, where the person came back to it: it is offered again. */
  readonly given: Partial<Draft> | undefined;
}

export interface SignInStep {
  /** Left out of the way, forward and back, where it does not apply. */
  readonly applies: (draft: Draft) => boolean;
  /** Asks nothing unless it fails, so there is nothing to come back to. */
  readonly silent?: true;
  /** Fills in the draft, or leaves it as it was. */
  readonly ask: (draft: Draft, frame: StepFrame) => Promise<Answer<Partial<Draft>>>;
}

/**
 * Verifies the credential, and finds the accounts that it sees; `hint` is the one that it is said to be for. Rejects
 * with a `ProblemError` that says why it is refused.
 */
export type Identify = (credential: Credential, signal: AbortSignal, hint?: string) => Promise<Identified>;

/** A way to sign in. */
export interface Way {
  /** Where the way is chosen: an entry, or a button above the entries. None where there is nothing to take. */
  readonly offers: () => readonly Offer[] | Promise<readonly Offer[]>;
  /** Entries that only a request can tell of: nobody waits for them. */
  readonly moreOffers?: (signal: AbortSignal) => Promise<readonly Choice<Method>[]>;
  /** What is asked of who has chosen it, in this order; the last one fills in what `identify` found. */
  readonly steps: readonly WayStep[];
}

export type Offer = Choice<Method> | Button<Method>;

export interface WayStep extends Pick<SignInStep, 'silent'> {
  readonly ask: (draft: Draft, frame: StepFrame, identify: Identify) => Promise<Answer<Partial<Draft>>>;
}
