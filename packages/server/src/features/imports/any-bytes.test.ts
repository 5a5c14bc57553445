import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mappableFields, parseColumnMap } from './column-map';
import { registerOf } from './register';

const long = process.env.HOMECOMING_LONG !== undefined;
const runs = { numRuns: long ? 20_000 : 400 };

// Each column feeds what it can; the first row tells who is who.
const fields = mappableFields.filter((field) => field !== 'givenName' && field !== 'familyName');
const map = parseColumnMap(fields.map((field) => `${field}=${field}`));
const header = fields.join(',');
const place = (field: 'externalId' | 'fullName') => fields.indexOf(field);

const cell = fc.oneof(
  fc.constantFrom('', '""', '"Smith, ""Bob"""', '"two\nlines"', 'Robert "Bob"', 'n/a', '2003'),
  fc.string({ maxLength: 8 }).map((text) => `"x${text.replaceAll('"', '""')}"`),
);
const goodRow = fc.array(cell, { minLength: fields.length, maxLength: fields.length });
const piece = fc.constantFrom(
  '"', '""', ',', ';', '\t', '\n', '\r', ' ', '=', '="', 'a', '&amp', '\u200b', '\ud800', '\0', '\ufeff', '1E+11', 'x'.repeat(300), '#REF!',
); // prettier-ignore
const anyRow = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

it('loads every row that is in order, whatever bytes the others have', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(goodRow, anyRow), { maxLength: 12 }), (rows) => {
      const ids: string[] = [];
      const lines = rows.map((row, i) => {
        if (Buffer.isBuffer(row)) return row;
        ids.push(`person ${i}`);
        return Buffer.from(
          row.with(place('externalId'), `person ${i}`).with(place('fullName'), 'Marie Curie').join(','),
        );
      });
      const end = Buffer.from('\n');
      const file = Buffer.concat([Buffer.from(header), ...lines].flatMap((line) => [line, end]));
      const found = new Set(registerOf(file, map).drafts.map(({ externalId }) => externalId));
      expect(ids.filter((id) => !found.has(id))).toEqual([]);
    }),
    runs,
  );
});

it('either reads a file or says in a sentence why not, whatever its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        registerOf(bytes, map);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_request' });
      }
    }),
    runs,
  );
});

it('reads any table that is written by RFC 4180 as it was', () => {
  const text = fc.string({
    maxLength: 12,
    unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ';', '王'),
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
      const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
      const rows = texts.map((name, i) => `${i},${quote(`x${name}x`)},${quote(`y${name}`)}`);
      const file = Buffer.from(['Id,Name,Company', ...rows].join('\r\n'));
      const columns = parseColumnMap(['Id=externalId', 'Name=displayName', 'Company=company']);
      const { drafts } = registerOf(file, columns);
      const seen = (cell: string) => cell.replace(/\s+/g, ' ').trim();
      expect(drafts).toEqual(
        texts.map((name, i) => ({
          ...{ externalId: String(i), displayName: seen(`x${name}x`), company: seen(`y${name}`) },
        })),
      );
    }),
    runs,
  );
});
