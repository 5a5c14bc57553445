import { pino } from 'pino';
import { openBus } from '../platform/bus';
import { Database } from '../platform/database';
import { startRelay } from '../platform/relay';

/* relay-process DATABASE_URL: relays until it is killed, or until the process that forked it is gone. */

const log = pino({ level: 'silent' });
startRelay({ database: new Database({ url: process.argv[2]! }), bus: openBus({ log }), log });
process.on('disconnect', () => process.exit());
process.send!('relaying');
