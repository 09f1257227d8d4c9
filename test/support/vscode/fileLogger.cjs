// Stands in for `@vscode/spdlog` in VS Code Server, whose native part is not compiled here. Without it log output
// channels stay empty. It is loaded by VS Code Server and takes that module's functions as they are there.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #level = 2;
  #plain = false;

  constructor(_type, _name, file) {
    this.#file = file;
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  clearFormatters() {
    this.#plain = true;
  }
  setPattern() {
    this.#plain = false;
  }
  flush() {}
  drop() {}

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }

  #write(level, message) {
    if (level < this.#level) return;
    try {
      appendFileSync(this.#file, this.#plain ? message : `${now()} [${levels[level]}] ${message}\n`);
    } catch {
      // The folder is gone: so is whoever would read it.
    }
  }
}

/** As VS Code has it in its logs, local time: 2026-11-24 06:00:12.345 */
function now() {
  const date = new Date();
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

async function create(name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
