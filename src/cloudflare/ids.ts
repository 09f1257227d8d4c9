/** An account id: 32 hexadecimal digits, as the dashboard's address shows it. */
export const accountIdForm = /^[0-9a-f]{32}$/i;

/** The account id that a text is or holds, as the address of a page in the dashboard does; in small letters. */
export function accountIdIn(text: string): string | undefined {
  return /\b[0-9a-f]{32}\b/i.exec(text)?.[0].toLowerCase();
}

/** A tunnel id: a UUID. */
export const tunnelIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
