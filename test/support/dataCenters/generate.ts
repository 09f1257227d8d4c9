// Writes src/tunnels/dataCenterTable.ts: npm run data-centers
import { writeFileSync } from 'node:fs';
import { dataCenterTableSource } from './table.ts';

writeFileSync(
  new URL('../../../src/tunnels/model/dataCenterTable.ts', import.meta.url),
  dataCenterTableSource(),
);
