import { t } from '@vscode/l10n';
import { dataCenterTable } from './dataCenterTable.ts';

export interface DataCenter {
  /** As the API sends it: `dfw08` today, `DFW` in older answers. */
  readonly code: string;
  /** See {@link metro}. */
  readonly metro: string;
  readonly city: string | undefined;
  /** In the language of all other words. City and country are known together, or neither is. */
  readonly country: string | undefined;
}

/** The airport code of a city, in any case, then the number of the data center there. */
const form = /^([A-Za-z]{3})\d*$/;

/**
 * What the data centers of one city have in common: `LHR` for `lhr14` and for `LHR`. Several numbers are often
 * one city, so places are counted by this. A code of another form stands for itself.
 */
export function metro(code: string): string {
  return form.exec(code)?.[1]?.toUpperCase() ?? code;
}

/** Whether the code is one of the older three letters, which tell a location and not which data center there. */
export function isLocation(code: string): boolean {
  return /^[A-Za-z]{3}$/.test(code);
}

/** Never fails: of a code that the table does not hold, only the code is known. */
export function dataCenter(code: string): DataCenter {
  const place = places.get(metro(code));
  return {
    code,
    metro: metro(code),
    city: place?.city,
    country: place === undefined ? undefined : countryName(place.country, language()),
  };
}

/** For a row: `Dallas (dfw08)`; an unknown code as it is. */
export function describeDataCenter(code: string): string {
  const { city } = dataCenter(code);
  return city === undefined ? code : `${city} (${code})`;
}

/** For a hover: `dfw08 · Dallas, United States`; an unknown code as it is. */
export function dataCenterInWords(code: string): string {
  const place = places.get(metro(code));
  if (place === undefined) return code;
  const country = countryName(place.country, language());
  // A city that is a country (Singapore, Hong Kong) is said once. Cities have their English names.
  const isCountry = countryName(place.country, 'en').startsWith(place.city);
  return `${code} · ${isCountry ? country : `${place.city}, ${country}`}`;
}

interface Place {
  readonly city: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
}

/** By metro. A map and not an object: a code is text from outside, `constructor` too. */
const places: ReadonlyMap<string, Place> = new Map(
  dataCenterTable
    .trim()
    .split('\n')
    .flatMap((line) => {
      const country = line.slice(0, 2);
      const entries = line.slice(3).split(',');
      return entries.map((entry) => [entry.slice(0, 3), { city: entry.slice(4), country }] as const);
    }),
);

/** That of the texts: each bundle holds the code of its own. */
function language(): string {
  return t('en');
}

/** By language. Kept, since making one takes long. */
const countryNames = new Map<string, Intl.DisplayNames>();

function countryName(country: string, inLanguage: string): string {
  const names = countryNames.get(inLanguage) ?? new Intl.DisplayNames([inLanguage], { type: 'region' });
  countryNames.set(inLanguage, names);
  return names.of(country) ?? country;
}
