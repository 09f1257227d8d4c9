import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMet } from './benchCase.ts';
import type { BenchCase, Outcome } from './benchCase.ts';

type Table = readonly (readonly string[])[];

const columns = ['case', 'target', '', 'measured', 'floor', 'ratio', 'the floor is'] as const;

/** One line for each case. */
export function tableOf(outcomes: readonly Outcome[]): Table {
  return [columns, ...outcomes.map(lineOf)];
}

function lineOf(outcome: Outcome): readonly string[] {
  const { name, floorIs } = outcome;
  if (outcome.kind === 'failed') return [name, targetOf(outcome), 'failed', '', '', '', floorIs];
  const { target, unit, figure, floor } = outcome;
  const verdict = target === undefined ? '' : isMet(outcome) ? 'met' : 'missed';
  const written = [figure, floor].map((value) => `${threeDigits(value)} ${unit}`);
  return [name, targetOf(outcome), verdict, ...written, (figure / floor).toFixed(2), floorIs];
}

function targetOf({ target, unit }: Pick<BenchCase, 'target' | 'unit'>): string {
  if (target === undefined) return '';
  return target.of === 'ratio' ? `≤ ${target.atMost} × floor` : `≤ ${target.atMost} ${unit}`;
}

function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function forTerminal(table: Table): string {
  const widths = columns.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What the machine has to do besides, before anything is measured. */
const [load = NaN] = loadavg();

/** Writes RESULTS.md anew. */
export async function writeResults(outcomes: readonly Outcome[], vscodeVersion: string): Promise<void> {
  const file = fileURLToPath(new URL('RESULTS.md', import.meta.url));
  const day = new Date().toISOString().slice(0, 10);
  const [head = '', ...lines] = tableOf(outcomes).map((line) => `| ${line.join(' | ')} |`);
  const text = `# How fast it is

Made by \`npm run bench\` on ${day}: Node ${process.versions.node}, VS Code ${vscodeVersion}, ${cpus().length} processors, for which
${load.toFixed(1)} programs waited when it began.

${[head, `|${'---|'.repeat(columns.length)}`, ...lines].join('\n')}

Each figure is a median, of rounds in which a case and its floor take turns, after one that does not count. The code is
bundled and minified as it is packaged. The stand-in for the API answers over HTTP from a process of its own, which
shares the machine’s processors with what is measured; what the floor waits for it, the case waits for too. In VS Code
each round of a start or of first rows is in an extension host of its own; "busy" is the time in which that does not wait.

## Missed

${missed(outcomes)}
`;
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

function missed(outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap((outcome) => {
    if (outcome.kind === 'failed') return [`- **${outcome.name}** failed: ${outcome.error}`];
    return isMet(outcome)
      ? []
      : [`- **${outcome.name}**: ${outcome.whyMissed?.replace(/\s+/g, ' ') ?? 'it is not known yet why.'}`];
  });
  return lines.length === 0 ? 'None.' : lines.join('\n');
}
