import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUuid, encodeUuid, formatId, type IdKind, idPrefixes, newId, parseId } from './ids';

const kinds = Object.keys(idPrefixes) as IdKind[];
const suffix = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

describe('ids', () => {
  // https://github.com/jetify-com/typeid/blob/main/spec/valid.yml
  it.each([
    ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
    ['00000000-0000-0000-0000-000000000001', '00000000000000000000000001'],
    ['00000000-0000-0000-0000-00000000000a', '0000000000000000000000000a'],
    ['00000000-0000-0000-0000-000000000010', '0000000000000000000000000g'],
    ['00000000-0000-0000-0000-000000000020', '00000000000000000000000010'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['0110c853-1d09-52d8-d73e-1194e95b5f19', '0123456789abcdefghjkmnpqrs'],
    ['01890a5d-ac96-774b-bcce-b302099a8057', '01h455vb4pex5vsknk084sn02q'],
  ])('writes %s as the TypeID specification does', (uuid, text) => {
    expect(encodeUuid(uuid)).toBe(text);
    expect(decodeUuid(text)).toBe(uuid);
  });

  it('gives back every UUID, of every kind', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...kinds), (uuid, kind) => {
        expect(formatId(kind, uuid).slice(idPrefixes[kind].length + 1)).toMatch(suffix);
        expect(parseId(kind, formatId(kind, uuid))).toBe(uuid);
      }),
    );
  });

  it('orders texts as it orders UUIDs', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(encodeUuid(a) < encodeUuid(b)).toBe(a < b);
      }),
    );
  });

  it('takes the id of one kind for no other', () => {
    const uuid = newId();
    for (const kind of kinds)
      for (const other of kinds)
        expect(parseId(other, formatId(kind, uuid))).toBe(kind === other ? uuid : undefined);
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });

  // https://github.com/jetify-com/typeid/blob/main/spec/invalid.yml
  it.each([
    ['more than 128 bits', 'prof_8zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['letters that look like others', 'prof_i23456789ol23456789oi23456'],
    ['letters of no alphabet', 'prof_0123456789abcdefghjkmnpqru'],
    ['hyphens', 'prof_0123456789-0123456789-012'],
    ['upper case', 'prof_01H455VB4PEX5VSKNK084SN02Q'],
    ['an upper-case prefix', 'PROF_01h455vb4pex5vsknk084sn02q'],
    ['a letter too few', 'prof_01h455vb4pex5vsknk084sn02'],
    ['a letter too many', 'prof_01h455vb4pex5vsknk084sn02qa'],
    ['a space', 'prof_01h455vb4pex5vsknk084sn02 '],
    ['a line break after', 'prof_01h455vb4pex5vsknk084sn02q\n'],
    ['no prefix', '01h455vb4pex5vsknk084sn02q'],
    ['a bare separator', '_01h455vb4pex5vsknk084sn02q'],
    ['a prefix alone', 'prof_'],
    ['two separators', 'prof__1h455vb4pex5vsknk084sn02q'],
    ['a UUID', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['full-width digits', `prof_${'０'.repeat(26)}`],
    ['letters outside the basic plane', `prof_${'𝟎'.repeat(13)}`],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseId('profile', text)).toBeUndefined();
  });

  it('takes only what it would itself have written', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzAZ_-'),
          minLength: 26,
          maxLength: 26,
        }),
        (text) => {
          const uuid = decodeUuid(text);
          if (uuid !== undefined) expect(encodeUuid(uuid)).toBe(text);
          else expect(text).not.toMatch(suffix);
        },
      ),
    );
  });

  it('makes ids that follow time', () => {
    const ids = Array.from({ length: 1_000 }, newId);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
