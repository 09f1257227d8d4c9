import type { Finding } from '../findings/finding.ts';
import type { ConnectorName, GivenName } from '../model/connectorNames.ts';
import type { StatusSpan } from '../history/statusSpan.ts';
import type { AccountState, Loaded, WatchedAccount } from '../model/state.ts';
import type { Configuration, Connector, EdgeConnection, IngressRule, Tunnel } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';

/**
 * The rows of the tree as plain data, made anew from each state. `id` is a path that stays the same from one state
 * to the next (`account/tunnel/connector/connection`), so that selection and expansion survive a refresh.
 */
export type TreeNode =
  | AccountNode
  | TunnelNode
  | FindingsNode
  | FindingNode
  | ConnectorNode
  | ConnectionNode
  | RoutesNode
  | RouteNode
  | ProblemNode
  | MissingNode
  | EmptyNode;

export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly parent: undefined;
  readonly state: AccountState;
}

export interface TunnelNode {
  readonly kind: 'tunnel';
  readonly id: string;
  readonly parent: AccountNode | undefined;
  readonly account: WatchedAccount;
  readonly tunnel: Tunnel;
  /** All that is known of its account, for what the row has to say. */
  readonly state: AccountState;
  /** `undefined`: not asked for yet. */
  readonly connectors: Loaded<readonly Connector[]> | undefined;
  /** The person wants no notification about it. */
  readonly muted: boolean;
  /** Names that the person gave to connectors, of this and of other tunnels. */
  readonly names: readonly ConnectorName[];
  /** The statuses that it was observed to have. */
  readonly history: readonly StatusSpan[];
}

/** The group of what was found about a tunnel and its connectors; it is not empty. */
export interface FindingsNode {
  readonly kind: 'findings';
  readonly id: string;
  readonly parent: TunnelNode;
  /** Worst first. */
  readonly findings: readonly Finding[];
}

export interface FindingNode {
  readonly kind: 'finding';
  readonly id: string;
  readonly parent: FindingsNode;
  readonly finding: Finding;
}

/** The group of a tunnel's public hostnames; they are read when it is opened. */
export interface RoutesNode {
  readonly kind: 'routes';
  readonly id: string;
  readonly parent: TunnelNode;
  /** `undefined`: not asked for yet. */
  readonly configuration: Loaded<Configuration> | undefined;
}

export interface RouteNode {
  readonly kind: 'route';
  readonly id: string;
  readonly parent: RoutesNode;
  readonly rule: IngressRule;
}

export interface ConnectorNode {
  readonly kind: 'connector';
  readonly id: string;
  readonly parent: TunnelNode;
  readonly connector: Connector;
  /** The name that the person gave it, or its host before a restart. */
  readonly given: GivenName | undefined;
}

export interface ConnectionNode {
  readonly kind: 'connection';
  readonly id: string;
  readonly parent: ConnectorNode;
  readonly connection: EdgeConnection;
}

export interface ProblemNode {
  readonly kind: 'problem';
  readonly id: string;
  readonly parent: AccountNode | TunnelNode | RoutesNode | undefined;
  readonly problem: Problem;
  /** The account that it is about; `undefined` for a setting. */
  readonly account: WatchedAccount | undefined;
}

/** A tunnel that was chosen, but is not in the account, or no longer, as far as the credential sees. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly id: string;
  readonly parent: AccountNode | undefined;
  readonly account: WatchedAccount;
  readonly tunnelId: string;
}

/** Says why there is nothing where a person expects rows, or, below routes, that the last one is missing. */
export interface EmptyNode {
  readonly kind: 'empty';
  readonly id: string;
  readonly parent: AccountNode | TunnelNode | ConnectorNode | RoutesNode | undefined;
  readonly account: WatchedAccount;
  /** How many tunnels there are, but hidden, where nothing is wrong with any. */
  readonly hidden?: number;
}

/** The tunnel that the row is or is part of. */
export function tunnelOf(node: TreeNode): TunnelNode | undefined {
  return node.kind === 'tunnel' ? node : node.parent && tunnelOf(node.parent);
}

/** The account that the row is or is part of; none for a setting. */
export function accountOf(node: TreeNode): WatchedAccount | undefined {
  switch (node.kind) {
    case 'account':
      return node.state.account;
    case 'tunnel':
    case 'problem':
    case 'missing':
    case 'empty':
      return node.account;
    case 'findings':
    case 'finding':
    case 'connector':
    case 'connection':
    case 'routes':
    case 'route':
      return accountOf(node.parent);
  }
}
