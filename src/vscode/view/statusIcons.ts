import type { TunnelStatus } from '../../tunnels/model/tunnel.ts';

/** How a row's icon is drawn. */
export interface IconLook {
  /** The codicon's name. */
  readonly icon: string;
  /** The id of a theme's colour; `undefined`: that of all icons. */
  readonly color: string | undefined;
}

/** Themes of high contrast have these too; they leave `list.errorForeground` and its like undefined. */
export const errorLook: IconLook = { icon: 'error', color: 'problemsErrorIcon.foreground' };
export const warningColor = 'problemsWarningIcon.foreground';

/** Shape and colour both tell the status. */
export const statusIcons: Readonly<Record<TunnelStatus, IconLook>> = {
  healthy: { icon: 'pass-filled', color: 'testing.iconPassed' },
  degraded: { icon: 'warning', color: warningColor },
  down: errorLook,
  inactive: { icon: 'circle-outline', color: 'disabledForeground' },
  unknown: { icon: 'question', color: undefined },
};
