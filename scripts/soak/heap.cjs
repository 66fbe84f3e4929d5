// Loaded into the gateway before its own code, with --expose-gc: tells what is left after a collection.
process.on('message', ({ id }) => {
  // The second takes what the first has only let go of.
  global.gc();
  global.gc();
  process.send({ id, answer: process.memoryUsage() });
});
process.channel.unref();
