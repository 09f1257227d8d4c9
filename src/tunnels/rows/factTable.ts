/** What a hover shows. Values are raw text: whoever renders them makes them safe. */
export interface Facts {
  /** What it is: `Connector`. */
  readonly kind: string;
  readonly title: string;
  readonly lines: readonly Fact[];
  readonly notes: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** As the API sent it, or with parts of that: never to be taken for markup. */
  readonly isData?: true;
  /** What was found out about a tunnel, which a document says in a section of its own. */
  readonly isFinding?: true;
}

/** A row, left out where there is no value; with what the value is made of, where that matters. */
export type FactLine = readonly [label: string, value: string | number | undefined, of?: 'data' | 'finding'];

export function factTable(table: readonly FactLine[]): readonly Fact[] {
  return table.flatMap(([label, value, of]) =>
    value === undefined || value === ''
      ? []
      : [
          {
            label,
            value: String(value),
            ...(of === 'data' ? { isData: true as const } : {}),
            ...(of === 'finding' ? { isFinding: true as const } : {}),
          },
        ],
  );
}
