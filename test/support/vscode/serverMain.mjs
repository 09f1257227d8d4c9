// VS Code Server with a front door of ours, as a process of its own:
//   node serverMain.mjs SERVER_MAIN_JS ARGUMENTS_AS_JSON FOLDER
// Talks to its parent over the IPC channel: { port } once it listens. Plain JavaScript, so that the Node that comes
// with VS Code Server runs it with nothing else loaded.
//
// Why a front door: the workbench keeps secrets encrypted with a key that it asks the server for, and VS Code Server
// alone has no such route: there secrets live only as long as the page. And it lets any web page that the same
// browser shows connect: here only its own page can.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [, , serverMain, argumentsAsJson, folder] = process.argv;

// The server goes when the parent goes, however that ended, and takes the extension hosts with it. It leads a process
// group (the parent starts it detached), so that all of them can be named at once. FOLDER, which holds their data, goes
// too: the parent cannot remove it any more where it was killed.
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  if (process.platform === 'win32') process.exit();
  process.kill(-process.pid, 'SIGKILL');
});

// Tells server-main.js that it is loaded as a module: it starts nothing by itself then.
process.env.CODE_SERVER_PARENT_PID = String(process.pid);
const { loadCodeWithNls } = await import(pathToFileURL(serverMain).href);
const { createServer: createVSCodeServer } = await loadCodeWithNls();
const vscode = await createVSCodeServer(null, JSON.parse(argumentsAsJson));

const key = randomBytes(32);
const server = createServer((request, response) => {
  if (!isForUs(request)) {
    response.writeHead(403).end();
  } else if (request.method === 'POST' && request.url?.split('?')[0] === '/mint-key') {
    response.end(key);
  } else {
    vscode.handleRequest(request, response);
  }
});
server.on('upgrade', (request, socket, head) => {
  if (!isForUs(request)) {
    socket.destroy();
    return;
  }
  socket.unshift(head);
  vscode.handleUpgrade(request, socket);
});

function isForUs({ headers }) {
  const { port } = server.address();
  const ours = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  return ours.includes(host ?? '') && (origin === undefined || ours.includes(origin.replace('http://', '')));
}

server.listen(0, '127.0.0.1', () => {
  process.send({ port: server.address().port });
});
