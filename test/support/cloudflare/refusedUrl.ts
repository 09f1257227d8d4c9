import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A base URL at which nobody listens: whoever asks there is refused. */
export async function refusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/client/v4`;
}
