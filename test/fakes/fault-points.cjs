// Loaded into the real program with `node --require`: every statement, every change of a file and every message to
// a server is a fault point before it happens and another one after it. MCPCTL_FAULT_POINT=N kills the process at
// the N-th; without it MCPCTL_FAULT_POINTS is a file that gets their number. With MCPCTL_FAULT_FROM they count from when a
// file of that name is there. The program itself knows nothing of it.
const fs = require('node:fs');
const net = require('node:net');

const fatal = Number(process.env.MCPCTL_FAULT_POINT ?? -1);
const { existsSync, writeFileSync } = fs;
const from = process.env.MCPCTL_FAULT_FROM;
let isCounting = from === undefined;
let points = 0;

function point() {
  isCounting ||= existsSync(from);
  if (!isCounting) return;
  if (points++ === fatal) process.kill(process.pid, 'SIGKILL');
}

/** Puts a fault point before and after each call of a method. */
function surround(owner, name) {
  const method = owner[name];
  owner[name] = function (...args) {
    point();
    const result = method.apply(this, args);
    point();
    return result;
  };
}

for (const name of ['mkdirSync', 'chmodSync', 'writeFileSync', 'linkSync', 'renameSync', 'rmSync', 'fsyncSync']) {
  surround(fs, name);
}

// Opening a file changes something only where it may make one.
const { openSync } = fs;
fs.openSync = (path, flags = 'r', ...others) => {
  if (flags === 'r') return openSync(path, flags, ...others);
  point();
  const handle = openSync(path, flags, ...others);
  point();
  return handle;
};

// The binary that libsql speaks to: the program has libsql itself in its bundle.
require('libsql');
const [binary] = Object.values(require.cache).filter(({ filename }) => /@libsql.*\.node$/.test(filename));
surround(binary.exports, 'databaseExecSync');
surround(binary.exports, 'statementRun');
const { databasePrepareSync } = binary.exports;
binary.exports.databasePrepareSync = function (sql, ...others) {
  if (/^PRAGMA\b/i.test(sql)) point();
  return databasePrepareSync.call(this, sql, ...others);
};

const { write } = net.Socket.prototype;
net.Socket.prototype.write = function (...args) {
  // Standard output may be a socket too, but without a port.
  if (this.remotePort === undefined) return write.apply(this, args);
  point();
  const result = write.apply(this, args);
  point();
  return result;
};

if (process.env.MCPCTL_FAULT_POINTS) {
  process.on('exit', () => writeFileSync(process.env.MCPCTL_FAULT_POINTS, String(points)));
}
