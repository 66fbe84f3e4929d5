// Loaded into the real program with `node --require`: every statement, every change of a file and every message to
// a server is a fault point before it happens and another one after it. MCPCTL_FAULT_POINT=N kills the process at
// the N-th; without it MCPCTL_FAULT_POINTS is a file that gets their number. The program itself knows nothing of it.
const fs = require('node:fs');
const net = require('node:net');

const fatal = Number(process.env.MCPCTL_FAULT_POINT ?? -1);
const { writeFileSync } = fs;
let points = 0;

function point() {
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

const Libsql = require('libsql');
const { prepare } = Libsql.prototype;
surround(Libsql.prototype, 'exec');
surround(Libsql.prototype, 'pragma');
Libsql.prototype.prepare = function (...args) {
  const statement = prepare.apply(this, args);
  surround(statement, 'run');
  return statement;
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
