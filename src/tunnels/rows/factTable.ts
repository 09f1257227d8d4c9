import { t } from '@vscode/l10n';
import type { Severity } from '../findings/finding.ts';
import type { StatusSpan } from '../history/statusSpan.ts';
import { dataCenter, isLocation, metro } from '../model/dataCenters.ts';
import { distinct, liveConnections } from '../model/tunnel.ts';
import type { EdgeConnection } from '../model/tunnel.ts';
import { fullTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';

/** What a hover shows. Values are raw text: whoever renders them makes them safe. */
export interface Facts {
  /** What it is: `Connector`. */
  readonly kind: string;
  readonly title: string;
  /** What was found out about it, worst first. */
  readonly findings?: readonly FoundFact[];
  /** The statuses that it was observed to have, and the last day of them in words. */
  readonly past?: { readonly spans: readonly StatusSpan[]; readonly words: string };
  readonly lines: readonly Fact[];
  /** What it is made of, one line each. */
  readonly parts?: PartTable;
  readonly notes: readonly string[];
}

export interface FoundFact {
  readonly severity: Severity;
  readonly sentence: string;
  readonly hint?: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** As the API sent it, or with parts of that: never to be taken for markup. */
  readonly isData?: true;
}

export interface PartTable {
  readonly head: readonly string[];
  /** A cell for each in `head`, empty where nothing is known. */
  readonly rows: readonly (readonly string[])[];
}

/** A line, left out where there is no value; with what the value is made of, where that matters. */
export type FactLine = readonly [label: string, value: string | number | undefined, of?: 'data'];

export function factTable(table: readonly FactLine[]): readonly Fact[] {
  return table.flatMap(([label, value, of]) =>
    value === undefined || value === ''
      ? []
      : [{ label, value: String(value), ...(of === 'data' ? { isData: true as const } : {}) }],
  );
}

export function factTime(at: Instant | undefined, { style }: Pick<Moment, 'style'>): string | undefined {
  return at === undefined ? undefined : fullTime(at, style);
}

/** `2 × Dallas (dfw08), 2 × Ashburn (iad05, iad07)`: a city is said once, however many data centers it has. */
export function dataCentersFact(connections: readonly EdgeConnection[]): FactLine {
  const codes = liveConnections({ connections }).flatMap(({ dataCenter: code }) => code ?? []);
  const counts = distinct(codes.map(metro))
    .toSorted()
    .map((place) => {
      const there = codes.filter((code) => metro(code) === place);
      const named = distinct(there).toSorted().join(', ');
      const { city } = dataCenter(place);
      return `${there.length} × ${city === undefined ? named : `${city} (${named})`}`;
    });
  return [codes.some(isLocation) ? t('Locations') : t('Data centers'), counts.join(', '), 'data'];
}
