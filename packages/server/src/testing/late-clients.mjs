import { once } from 'node:events';
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

// A thread of clients whose calls arrive while the server's own thread is busy: half on connections that they have kept, half on
// new ones, which the kernel has made and the server has not accepted. Posts what each of them was answered.

const clientsOfEachKind = 8;
const call = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';

/** @type {{ port: number, sent: Int32Array }} */
const { port, sent } = workerData;

const open = async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};

/** @param {import('node:net').Socket} socket */
async function answerOn(socket) {
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  await new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
  return text;
}

const kept = await Promise.all(Array.from({ length: clientsOfEachKind }, open));
await Promise.all(kept.map((socket) => (socket.write(call), once(socket, 'data'))));
parentPort.postMessage('kept');
await once(parentPort, 'message');
const fresh = await Promise.all(Array.from({ length: clientsOfEachKind }, open));
const answers = [...kept, ...fresh].map(answerOn);
for (const socket of [...kept, ...fresh]) socket.write(call);
Atomics.store(sent, 0, 1);
Atomics.notify(sent, 0);
parentPort.postMessage(await Promise.all(answers));
