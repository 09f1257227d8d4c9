/** An account id: 32 hexadecimal digits, as the dashboard's address shows it. */
export const accountIdForm = /^[0-9a-f]{32}$/i;

/** A tunnel id: a UUID. */
export const tunnelIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
