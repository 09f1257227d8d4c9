import { t } from '@vscode/l10n';
import { dataCenter, metro } from '../model/dataCenters.ts';
import { connectionCount, connectorCount, statusInWord, tunnelName, tunnelStatus } from '../model/names.ts';
import { liveConnections, originIps, usualConnections } from '../model/tunnel.ts';
import type { Connector, EdgeConnection, Tunnel } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';
import { fillOf, palettes, statusPatterns } from './palette.ts';
import type { Palette, ThemeKind } from './palette.ts';
import { imageOf, shape, shortened, words } from './svg.ts';
import type { Image, Shape } from './svg.ts';

export interface DrawnTunnel {
  readonly tunnel: Tunnel;
  /** In the order of their boxes. */
  readonly connectors: readonly Connector[];
  /** How a connector is called, as raw text. */
  readonly called: (connector: Connector) => string;
}

/** So many of a column have a box of their own; the rest has one together. */
const boxesAtMost = 25;

const box = { width: 190, height: 38, gap: 8 };
const columns = { tunnel: 0, connectors: 245, places: 520 };
const width = columns.places + box.width;

/** Connectors as one box. */
interface Group {
  readonly name: string;
  readonly about: string;
  readonly live: readonly EdgeConnection[];
  /** How many connections are lacking. */
  readonly missing: number;
}

/** Where connections lead; `name` is `undefined` for those that are lacking. */
interface Place {
  readonly name: string | undefined;
  readonly count: number;
  /** How many of each group, in their order. */
  readonly of: readonly number[];
}

/** Tunnel, connectors and the cities that they reach, with what is lacking in dashes; only of one that has connectors. */
export function tunnelPicture(drawn: DrawnTunnel, theme: ThemeKind): Image {
  const palette = palettes[theme];
  const groups = groupsOf(drawn);
  const places = placesOf(groups);
  const rows = Math.max(groups.length, places.length);
  const height = rows * (box.height + box.gap) - box.gap;
  // A column that is shorter stands in the middle.
  const middleOf = (index: number, count: number) =>
    height / 2 + (index - (count - 1) / 2) * (box.height + box.gap);
  const tunnelY = middleOf(0, 1);
  const { tunnel, connectors } = drawn;
  const shapes = [
    statusPatterns(palette, [tunnel.status]),
    ...groups.flatMap((group, from) => {
      const y = middleOf(from, groups.length);
      const here = places.flatMap((place, to) => {
        const count = place.of[from] ?? 0;
        const line = { from: columns.connectors + box.width, fromY: y, to: columns.places };
        const toY = middleOf(to, places.length);
        return count === 0 ? [] : lineOf({ ...line, toY }, place.name === undefined, palette, String(count));
      });
      const toTunnel = { from: box.width, fromY: tunnelY, to: columns.connectors, toY: y };
      return [...lineOf(toTunnel, group.live.length === 0, palette), ...here];
    }),
    boxOf(columns.tunnel, tunnelY, [tunnelName(tunnel), tunnelStatus(tunnel)], palette),
    shape('rect', {
      x: columns.tunnel + 1,
      y: tunnelY - box.height / 2 + 1,
      width: 8,
      height: box.height - 2,
      fill: fillOf(tunnel.status),
    }),
    ...groups.map(({ name, about, live }, index) =>
      boxOf(columns.connectors, middleOf(index, groups.length), [name, about], palette, live.length === 0),
    ),
    ...places.map(({ name, count }, index) =>
      boxOf(
        columns.places,
        middleOf(index, places.length),
        [name ?? t('not connected'), name === undefined ? t('{0} missing', count) : connectionCount(count)],
        palette,
        name === undefined,
      ),
    ),
  ];
  return imageOf(inWords(tunnel, connectors.length, places), width, height, shapes);
}

function groupsOf({ tunnel, connectors, called }: DrawnTunnel): readonly Group[] {
  const expected = expectedConnections(tunnel, connectors);
  const groups = connectors.map((connector) => {
    const live = liveConnections(connector);
    return {
      name: called(connector),
      about: [connectionCount(live.length), ...originIps(connector).slice(0, 1)].join(' · '),
      live,
      missing: Math.max(0, expected - live.length),
    };
  });
  const rest = groups.slice(boxesAtMost);
  if (rest.length === 0) return groups;
  const live = rest.flatMap((group) => group.live);
  const together = {
    name: t('and {0} more', rest.length),
    about: connectionCount(live.length),
    live,
    missing: rest.reduce((sum, { missing }) => sum + missing, 0),
  };
  return [...groups.slice(0, boxesAtMost), together];
}

/** `--ha-connections` sets the number: so it looks where nothing is wrong and all have the same. */
function expectedConnections({ status }: Tunnel, connectors: readonly Connector[]): number {
  const [first = usualConnections, ...others] = new Set(
    connectors.map((connector) => liveConnections(connector).length),
  );
  return status === 'healthy' && others.length === 0 ? first : usualConnections;
}

/** Those with the most connections first; what is lacking last. */
function placesOf(groups: readonly Group[]): readonly Place[] {
  const found = new Map<string | undefined, number[]>();
  for (const [index, { live }] of groups.entries()) {
    for (const { dataCenter: code } of live) {
      const place = code === undefined ? undefined : metro(code);
      const counts = found.get(place) ?? groups.map(() => 0);
      counts[index] = (counts[index] ?? 0) + 1;
      found.set(place, counts);
    }
  }
  const places = [...found]
    .map(([code, of]) => ({
      name: code === undefined ? t('Unknown data center') : (dataCenter(code).city ?? code),
      of,
      count: sum(of),
    }))
    .toSorted((a, b) => b.count - a.count || compareText(a.name, b.name));
  const rest = places.slice(boxesAtMost);
  const ofRest = groups.map((_, index) => sum(rest.map(({ of }) => of[index] ?? 0)));
  const missing = groups.map((group) => group.missing);
  return [
    ...places.slice(0, boxesAtMost),
    ...(rest.length === 0 ? [] : [{ name: t('and {0} more', rest.length), of: ofRest, count: sum(ofRest) }]),
    ...(sum(missing) === 0 ? [] : [{ name: undefined, of: missing, count: sum(missing) }]),
  ];
}

interface Line {
  readonly from: number;
  readonly fromY: number;
  readonly to: number;
  readonly toY: number;
}

function lineOf(
  { from, fromY, to, toY }: Line,
  isLost: boolean,
  palette: Palette,
  count?: string,
): readonly Shape[] {
  const stroke = isLost ? palette.status.down : palette.line;
  const line = shape('path', {
    d: `M${from} ${fromY}L${to} ${toY}`,
    stroke,
    ...(isLost ? { 'stroke-dasharray': '5 4' } : {}),
  });
  if (count === undefined) return [line];
  // Nearer to where lines part than to where they meet again.
  const [x, y] = [from + Math.round((to - from) * 0.28), Math.round(fromY + (toY - fromY) * 0.28)];
  const onGround = { stroke: palette.ground, 'stroke-width': 4, 'paint-order': 'stroke' };
  return [line, words(count, x, y + 4, { fill: palette.text, 'text-anchor': 'middle', ...onGround })];
}

/** A name, and what there is to say of it; what does not fit into the box is not seen beside it. */
function boxOf(
  x: number,
  middle: number,
  [name, about]: readonly [string, string],
  palette: Palette,
  isLost = false,
): Shape {
  const { width: wide, height } = box;
  return shape(
    'svg',
    { x, y: middle - height / 2, width: wide, height },
    shape('rect', {
      x: 0.5,
      y: 0.5,
      width: wide - 1,
      height: height - 1,
      rx: 3,
      fill: 'none',
      stroke: isLost ? palette.status.down : palette.line,
      ...(isLost ? { 'stroke-dasharray': '5 4' } : {}),
    }),
    words(shortened(name, 26), 14, 16, { fill: palette.text, 'font-weight': 600 }),
    words(shortened(about, 32), 14, 30, { fill: palette.faint }),
  );
}

/** `The tunnel is healthy: 2 connectors; Dallas 4, Ashburn 3, not connected 1` */
function inWords({ status, statusText }: Tunnel, connectors: number, places: readonly Place[]): string {
  const list = places.map(({ name, count }) => `${shortened(name ?? t('not connected'), 40)} ${count}`);
  const head = t('The tunnel is {0}: {1}', statusInWord(status, statusText), connectorCount(connectors));
  return `${head}; ${list.join(', ')}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
