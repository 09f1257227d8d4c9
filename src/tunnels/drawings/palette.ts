import type { TunnelStatus } from '../model/tunnel.ts';
import { shape } from './svg.ts';
import type { Shape } from './svg.ts';

/** What a theme is like: a picture knows no colours of the window that shows it. */
export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** Of words and lines, on a ground that is the window's own. */
export interface Palette {
  /** What the window's ground is like. */
  readonly ground: string;
  readonly text: string;
  /** Of words that matter less. */
  readonly faint: string;
  readonly line: string;
  readonly status: Readonly<Record<TunnelStatus, string>>;
}

export const palettes: Readonly<Record<ThemeKind, Palette>> = {
  light: {
    ground: '#ffffff',
    text: '#3b3b3b',
    faint: '#616161',
    line: '#868686',
    status: {
      down: '#e51400',
      degraded: '#b07d00',
      unknown: '#1a85ff',
      inactive: '#767676',
      healthy: '#388a34',
    },
  },
  dark: {
    ground: '#1f1f1f',
    text: '#cccccc',
    faint: '#a0a0a0',
    line: '#7d7d7d',
    status: {
      down: '#f14c4c',
      degraded: '#cca700',
      unknown: '#3794ff',
      inactive: '#909090',
      healthy: '#73c991',
    },
  },
  highContrast: {
    ground: '#000000',
    text: '#ffffff',
    faint: '#ffffff',
    line: '#6fc3df',
    status: {
      down: '#ff6e6e',
      degraded: '#ffd370',
      unknown: '#75beff',
      inactive: '#c0c0c0',
      healthy: '#89d185',
    },
  },
  highContrastLight: {
    ground: '#ffffff',
    text: '#292929',
    faint: '#292929',
    line: '#0f4a85',
    status: {
      down: '#b5200d',
      degraded: '#895503',
      unknown: '#0f4a85',
      inactive: '#595959',
      healthy: '#2f6b00',
    },
  },
};

/** How the area of a status is filled, in a drawing that has the {@link statusPatterns}. */
export function fillOf(status: TunnelStatus): string {
  return `url(#${status})`;
}

/** So that colour is not the only sign: all one colour, hatched, with holes, dotted or in lines. */
export function statusPatterns({ status, ground }: Palette, used: readonly TunnelStatus[]): Shape {
  const whole = (fill: string) => shape('rect', { width: 6, height: 6, fill });
  const lines = (d: string, stroke: string) => shape('path', { d, stroke, 'stroke-width': 2 });
  const signs: Readonly<Record<TunnelStatus, readonly Shape[]>> = {
    down: [whole(status.down), shape('path', { d: 'M1 1l4 4M5 1l-4 4', stroke: ground })],
    degraded: [lines('M-1 1l2-2M-1 7L7-1M5 7l2-2', status.degraded)],
    unknown: [lines('M2 0v6', status.unknown)],
    inactive: [shape('circle', { cx: 3, cy: 3, r: 1.5, fill: status.inactive })],
    healthy: [whole(status.healthy)],
  };
  const patterns = used.map((id) =>
    shape('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, ...signs[id]),
  );
  return shape('defs', {}, ...patterns);
}
