import { LRUCache } from 'lru-cache';
import { Opening } from './message-group';

const institutionIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const settingsOfRead = {
  name: 'open-read',
  text: `select set_config('transaction_read_only', 'on', true), set_config('role', 'homecoming_app', true),
           set_config('app.institution_id', $1, true)`,
};

const begin = { name: 'begin', text: 'begin read write' };

const settingsOfWrite = {
  name: 'open-write',
  text: `select set_config('role', 'homecoming_app', true), set_config('app.institution_id', $1, true),
           set_config('lock_timeout', $2, true)`,
};

// Few compositions: each is prepared under a name of its own.
const settingsAcross = new Map<string, string>();

const openings = new LRUCache<string, Opening>({ max: 10_000 });

/** What makes a read one of an institution's: the application's role, the institution, and that nothing is written. */
export function openingOfRead(institutionId: string): Opening {
  return remembered(`read ${institutionId}`, () => {
    checkInstitutionId(institutionId);
    return new Opening([{ ...settingsOfRead, values: [institutionId] }]);
  });
}

/** The same for a writing transaction, with its BEGIN. */
export function openingOfWrite(institutionId: string, lockTimeoutMs: number): Opening {
  return remembered(`write ${lockTimeoutMs} ${institutionId}`, () => {
    checkInstitutionId(institutionId);
    return new Opening([begin, { ...settingsOfWrite, values: [institutionId, `${lockTimeoutMs}ms`] }]);
  });
}

/** The application's role without an institution, and settings of PostgreSQL's. */
export function openingAcross(settings: Readonly<Record<string, string>>): Opening {
  return remembered(`across ${JSON.stringify(settings)}`, () => {
    const names = ['role', ...Object.keys(settings)];
    const text = `select ${names.map((name, i) => `set_config('${name}', $${i + 1}, true)`).join(', ')}`;
    const name = settingsAcross.get(text) ?? `open-across-${settingsAcross.size}`;
    settingsAcross.set(text, name);
    return new Opening([{ name, text, values: ['homecoming_app', ...Object.values(settings)] }]);
  });
}

function remembered(name: string, make: () => Opening): Opening {
  let opening = openings.get(name);
  if (!opening) openings.set(name, (opening = make()));
  return opening;
}

function checkInstitutionId(id: string): void {
  if (!institutionIdPattern.test(id)) throw new Error('Not an institution id.');
}
