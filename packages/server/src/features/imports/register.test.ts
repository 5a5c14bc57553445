import { describe, expect, it } from 'vitest';
import { parseColumnMap } from './column-map';
import { registerOf, type RegisterOptions } from './register';

const columns = [
  'Id=externalId', 'First=givenName', 'Last=familyName', 'Year=batchYear', 'Department=department', 'Company=company',
  'Skills=skills', 'Email=email', 'Born=birthDate', 'Photo=photoUrl',
]; // prettier-ignore
const header = 'Id,First,Last,Year,Department,Company,Skills,Email,Born,Photo';

function read(file: string | Uint8Array, map: readonly string[] = columns, options?: RegisterOptions) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const { drafts, notLoaded, leftOut, rows, ...rest } = registerOf(bytes, parseColumnMap(map), options);
  const told = (faults: typeof leftOut) =>
    faults.map(({ line, column, reason }) => `${line}${column ? `, ${column}` : ''}: ${reason}`);
  return { drafts, notLoaded: told(notLoaded), leftOut: told(leftOut), rows, ...rest };
}

/** A register of rows beside two that are in order. */
function between(...rows: string[]) {
  const all = read([header, '1,Marie,Curie', ...rows, '9,Lise,Meitner'].join('\n'));
  expect([all.drafts[0], all.drafts.at(-1)]).toEqual([
    { externalId: '1', givenName: 'Marie', familyName: 'Curie' },
    { externalId: '9', givenName: 'Lise', familyName: 'Meitner' },
  ]);
  return { ...all, drafts: all.drafts.slice(1, -1) };
}

const nothingWrong = { notLoaded: [], leftOut: [] };

describe('what nobody can see', () => {
  it.each(['\u200b', '\u00ad', '\ufeff', '\u3164', '\u200d', ' \u00a0 ', '\0'])(
    'is no value: %j',
    (invisible) => {
      expect(between(`2,Emmy,Noether,,,${invisible},${invisible}; Algebra ;${invisible}`)).toMatchObject({
        ...nothingWrong,
        drafts: [{ externalId: '2', givenName: 'Emmy', familyName: 'Noether', skills: ['Algebra'] }],
      });
      expect(between(`${invisible},Emmy,Noether`).notLoaded).toEqual([
        '3, Id: empty, but every row needs an ID',
      ]);
      expect(between(`2,${invisible},${invisible}`).notLoaded).toEqual([
        '3, First, Last: empty, but every person needs a name',
      ]);
    },
  );

  it('is taken out of what can be seen', () => {
    expect(between('2\u200b,Em\u00admy,No\0ether').drafts).toEqual([
      { externalId: '2', givenName: 'Emmy', familyName: 'Noether' },
    ]);
  });
});

describe('quotation marks', () => {
  it.each([
    ['inside a cell', '2,Robert "Bob",Smith', 'Robert "Bob"'],
    ['followed by text', '2,"Bob" Robert,Smith', '"Bob" Robert'],
    ['not doubled', '2,"Robert "Bob" Lee",Smith', 'Robert "Bob" Lee'],
    ['doubled', '2,"Robert ""Bob""",Smith', 'Robert "Bob"'],
    ['after a space', '2, "Robert, Bob" ,Smith', 'Robert, Bob'],
    ['over two lines', '2,"Robert\r\nBob",Smith', 'Robert Bob'],
    ['around nothing', '2,"",Smith', undefined],
  ])('are understood: %s', (_, row, givenName) => {
    expect(between(row)).toMatchObject({
      ...nothingWrong,
      drafts: [{ externalId: '2', ...(givenName && { givenName }), familyName: 'Smith' }],
    });
  });

  it.each(['2,"Robert,Smith', '2,Robert,Smith,"', '"2,Robert,Smith'])(
    'that are not closed cost the row and no other: %s',
    (row) => {
      const { drafts, notLoaded } = between(row, '3,Emmy,Noether', '4,"Irène, J.",Curie');
      expect(drafts.map(({ externalId }) => externalId)).toEqual(['3', '4']);
      expect(notLoaded).toEqual(['3: a quotation mark is never closed']);
    },
  );

  it('keep leading zeros where a spreadsheet writes a formula for them', () => {
    expect(between('="00012346",Emmy,Noether', '"=""007""",Ada,Lovelace').drafts).toMatchObject([
      { externalId: '00012346' },
      { externalId: '007' },
    ]);
  });
});

describe('lines and cells', () => {
  it('may end and be missing in any way', () => {
    const file = `${header}\r\n1,Marie,Curie\n2,Emmy,Noether,,,,,,,,,,\r3,Lise,Meitner,1906\r\r\n\n,,,,\n \n4,Ada,Lovelace`;
    const { drafts, rows, notLoaded } = read(file);
    expect(drafts.map(({ externalId }) => externalId)).toEqual(['1', '2', '3', '4']);
    expect([rows, notLoaded]).toEqual([4, []]);
  });

  it('are counted as an editor counts them', () => {
    const { notLoaded } = read(`${header}\r\n1,"Ma\r\nrie",Curie\n\n,Emmy,Noether\r,Ada,Lovelace`);
    expect(notLoaded.map((fault) => parseInt(fault))).toEqual([5, 6]);
  });

  it('that are too many and not empty cost the row', () => {
    expect(between(`2,Emmy,Noether${','.repeat(8)}Göttingen`).notLoaded).toEqual([
      '3: the row has 11 cells, but the header has 10; put cells that contain the delimiter in quotation marks',
    ]);
  });

  it('with bytes of another encoding cost their values only', () => {
    const row = Buffer.concat([Buffer.from(`${header}\n2,Emmy,Noether,,,Soci`), Buffer.from([0xe9]), Buffer.from('t\n3,Ada,Lovelace')]); // prettier-ignore
    const { drafts, leftOut, hasLostCharacters } = read(row);
    expect(drafts.map(({ familyName }) => familyName)).toEqual(['Noether', 'Lovelace']);
    expect(leftOut).toEqual(['2, Company: the value has unreadable characters; check the file’s encoding']);
    expect(hasLostCharacters).toBe(true);
  });
});

describe('the mapping', () => {
  const map =
    (...texts: string[]) =>
    () =>
      parseColumnMap(texts);

  it('collects several columns in a list', () => {
    const file =
      'Id,Name,Skill 1,Skill 2,LinkedIn\n1,Curie,"Physics\r\nRadium",Physics; Chemistry,https://a.example/?x=1;y&amp=2';
    const all = ['Id=externalId', 'Name=familyName', 'Skill 1=skills', 'Skill 2=skills', 'LinkedIn=links'];
    expect(read(file, all).drafts).toMatchObject([
      { skills: ['Physics', 'Radium', 'Chemistry'], links: [{ url: 'https://a.example/?x=1;y&amp=2' }] },
    ]);
  });

  it('lets a column feed two fields', () => {
    const { drafts } = read('Email,Name\nada@example.org,Ada', [
      'Email=externalId',
      'Email=email',
      'Name=givenName',
    ]);
    expect(drafts).toEqual([{ externalId: 'ada@example.org', email: 'ada@example.org', givenName: 'Ada' }]);
  });

  it.each([
    [
      'a second column of a single field',
      map('Firm=company', 'Employer=company'),
      'The columns “Firm” and “Employer” are both mapped to company',
    ],
    [
      'a column that is mapped twice the same',
      map('Firm=company', 'Firm=company'),
      'The column “Firm” is mapped to company twice',
    ],
    ['a whole name beside a part', map('Name=fullName', 'Last=familyName'), '“Name” is mapped to fullName'],
    [
      'a part of a degree without a year',
      map('Faculty=department'),
      '“Faculty” is mapped to department, which needs a graduation year',
    ],
    ['no mapping', map('Firm'), '“Firm” isn’t a mapping'],
  ])('refuses %s by name', (_, parse, message) => {
    expect(parse).toThrow(message);
  });

  it('refuses a mapped column that the file has twice, or not at all, by name', () => {
    expect(() => read('Id,Name,Name\n1,a,b', ['Id=externalId', 'Name=familyName'])).toThrow(
      'two columns named “Name”',
    );
    expect(() => read('Id,Name\n1,a', ['Id=externalId', 'Last=familyName'])).toThrow(
      'no column “Last”. Its columns are: Id, Name.',
    );
  });

  it('knows a column by how it looks', () => {
    const { drafts } = read('\ufeffId, Pre\u0301nom \n1,Ada', ['Id=externalId', 'Prénom=givenName']);
    expect(drafts).toMatchObject([{ givenName: 'Ada' }]);
  });
});

describe('values', () => {
  it('decode entities only where they end with a semicolon, and never in addresses', () => {
    const { drafts } = between(
      '2,Emmy,Noether,,,R&amp;D &copy &region &eacute;,,,,https://a.example/p?id=1&region=eu&amp;b',
    );
    expect(drafts).toMatchObject([
      { company: 'R&D &copy &region é', photoUrl: 'https://a.example/p?id=1&region=eu&amp;b' },
    ]);
  });

  it.each([
    [`2,Emmy,Noether,,,,${'x'.repeat(81)};Algebra`, '3, Skills: one skill is longer than 80 characters'],
    [`2,Emmy,Noether,,,,${'x'.repeat(81)};Algebra`, '3, Skills: one skill is longer than 80 characters'],
    [`2,Emmy,Noether,,,${'x'.repeat(201)}`, '3, Company: the value is longer than 200 characters'],
    ['2,Emmy,Noether,,,,,n/a', '3, Email: “n/a” isn’t a value'],
    [
      '2,Emmy,Noether,,,,,a@example.org; b@example.org',
      '3, Email: “a@example.org; b@example.org” isn’t an email address',
    ],
    [
      '2,Emmy,Noether,,Mathematics',
      '3, Department: left out because a degree needs a year and “Year” is empty',
    ],
    [
      '2,Emmy,Noether,soon,Mathematics',
      '3, Year: “soon” isn’t a graduation year, so the degree was left out',
    ],
    ['2,Emmy,Noether,,,,,,1882-02-30', '3, Born: “1882-02-30” isn’t a date in the form 1867-11-07'],
    ['2,Emmy,Noether,,,,,,23/03/1882', '3, Born: “23/03/1882” isn’t a date in the form 1867-11-07'],
    ['2,Emmy,Noether,,,,,,,photo.jpg', '3, Photo: “photo.jpg” isn’t a web address that starts with https://'],
    ['2,Emmy,Noether,,,#N/A', '3, Company: “#N/A” is an error from a spreadsheet formula'],
    ['2,Emmy,Noether,,,-', '3, Company: “-” isn’t a value'],
  ])('that can’t be used are left out and reported, the person is loaded: %s', (row, fault) => {
    const { drafts, leftOut, notLoaded } = between(row);
    expect(leftOut).toEqual([fault]);
    expect(notLoaded).toEqual([]);
    expect(drafts).toMatchObject([{ externalId: '2', givenName: 'Emmy', familyName: 'Noether' }]);
    const { externalId: _, givenName: __, familyName: ___, ...others } = drafts[0]!;
    expect(others).toEqual(row.includes('Algebra') ? { skills: ['Algebra'] } : {});
  });

  it('of a degree cost the degree only where they’re its year', () => {
    expect(between(`2,Emmy,Noether,1907,${'x'.repeat(121)}`).drafts).toMatchObject([
      { degrees: [{ batchYear: 1907 }] },
    ]);
  });

  it('keep people who are called Null or None', () => {
    expect(between('2,Jennifer,Null', '3,None,Smith').drafts).toHaveLength(2);
  });

  it('take addresses of domains that aren’t ASCII', () => {
    expect(between('2,Emmy,Noether,,,,,ana@bücher.example').leftOut).toEqual([]);
    expect(between('2,Emmy,Noether,,,,,ana@ex%61mple.bücher').leftOut).toHaveLength(1);
  });
});

describe('rows of one id', () => {
  it('are one person with the degrees and lists of each', () => {
    const { drafts } = between(
      '2,Emmy,Noether,1907,Maths,,Rings',
      '2,E.,NOETHER,1919,Maths,Göttingen,Ideals; Rings',
    );
    expect(drafts).toEqual([
      {
        externalId: '2',
        givenName: 'Emmy',
        familyName: 'Noether',
        company: 'Göttingen',
        skills: ['Rings', 'Ideals'],
        degrees: [
          { batchYear: 1907, department: 'Maths' },
          { batchYear: 1919, department: 'Maths' },
        ],
      },
    ]);
  });

  it('whose names share no word are listed, not merged', () => {
    const { drafts, notLoaded } = between(
      '2,Emmy,Noether',
      '2,Ada,Lovelace',
      '3,Anna,van der Berg',
      '3,Piet,van der Meer',
    );
    expect(drafts).toHaveLength(2);
    expect(notLoaded).toEqual([
      '4, Id: “2” is also the ID of “Emmy Noether” on line 3, who has a different name',
      '6, Id: “3” is also the ID of “Anna van der Berg” on line 5, who has a different name',
    ]);
  });

  it.each(['1.23457E+11', '1,23457E+11'])('that a spreadsheet has rounded are refused: %s', (id) => {
    expect(between(`"${id}",Emmy,Noether`).notLoaded).toEqual([
      `3, Id: “${id}” is a number that a spreadsheet rounded; export the column as text`,
    ]);
  });
});

describe('registers without ids', () => {
  const file =
    'Name,Born,Year,City\nCurie Marie,1867-11-07,1903,Paris\nNoether Emmy,1882-03-23,1907,Erlangen';
  const map = ['Name=familyName', 'Born=birthDate', 'Year=batchYear'];

  it('get them from columns that tell people apart', () => {
    const { drafts } = read(`${file}\nCURIE  Marie,1867-11-07,1911,Paris`, map, { idFrom: ['Name', 'Born'] });
    expect(drafts.map(({ externalId }) => externalId)).toEqual([
      'curie marie · 1867-11-07',
      'noether emmy · 1882-03-23',
    ]);
    expect(drafts[0]!.degrees).toHaveLength(2);
  });

  it('don’t make one person of two who only have the same name', () => {
    const { drafts, notLoaded } = read(`${file}\nCurie Marie,1990-01-01,2012,Lyon\n,,2012,Lyon`, map, {
      idFrom: ['Name'],
    });
    expect(drafts).toHaveLength(2);
    expect(notLoaded).toEqual([
      '4, Name: line 2 gets the same ID, “curie marie”, but has a different birth date; build IDs from more columns',
      '5, Name: empty, but the ID is built from it',
    ]);
  });

  it('get the same ids each time from whole rows, whatever is in columns that aren’t mapped', () => {
    const ids = (text: string) =>
      read(text, map, { generateIds: true }).drafts.map(({ externalId }) => externalId);
    expect(ids(file)).toEqual(ids(file.replace('Paris', 'Sceaux')));
    expect(new Set(ids(file)).size).toBe(2);
    expect(ids(file)[0]).toMatch(/^row-[0-9a-f]{32}$/);
  });

  it('are refused if nobody says where ids come from, or two do', () => {
    expect(() => read(file, map)).toThrow('Choose where each person’s ID comes from');
    expect(() => read(file, map, { idFrom: ['Name'], generateIds: true })).toThrow('Choose where');
    expect(() => read(file, map, { idFrom: ['Nome'] })).toThrow('no column “Nome”');
  });
});

describe('years', () => {
  it.each([
    ['1999', 1999],
    ['1999.0', 1999],
    ['2003-06-30', 2003],
    ['2003-06-30 00:00:00', 2003],
    ['2014/15', 2015],
    ['2014/2015', 2015],
    ['2014–15', 2015],
    ['1999/00', 2000],
    ['Class of 2003', 2003],
    ['June 2003', 2003],
    ['２００３年度', 2003],
  ])('are read from %s', (text, batchYear) => {
    expect(between(`2,Emmy,Noether,${text}`)).toMatchObject({
      ...nothingWrong,
      drafts: [{ degrees: [{ batchYear }] }],
    });
  });

  it.each(['03', '2014/12', '1999.5', '20031', '0999', '3000', '2003 or 2004', 'Class of ’03'])(
    'are not guessed from %s',
    (text) => {
      expect(between(`2,Emmy,Noether,${text}`).leftOut).toHaveLength(1);
    },
  );
});

describe('files', () => {
  const rows = [
    ['Id', 'Name', 'City'],
    ['1', 'Müller, Ana', 'Zürich'],
    ['2', '小明; 王', '東京'],
  ] as const;
  const map = ['Id=externalId', 'Name=displayName', 'City=city'];
  const written = (delimiter: string, end = '\r\n') => rows.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join(end); // prettier-ignore
  const drafts = [
    { externalId: '1', displayName: 'Müller, Ana', city: 'Zürich' },
    { externalId: '2', displayName: '小明; 王', city: '東京' },
  ];

  it.each([',', ';', '\t', '|'])('are separated by what the header shows: %j', (delimiter) => {
    expect(read(written(delimiter), map)).toMatchObject({ drafts, delimiter });
    expect(read(written(delimiter).replaceAll('"', ''), ['Id=externalId', 'City=displayName']).rows).toBe(2);
  });

  it('are separated by what their first line says, or a caller', () => {
    expect(read(`sep=^\r\n${written('^')}`, map)).toMatchObject({ drafts, delimiter: '^' });
    expect(read(written('~'), map, { delimiter: '~' })).toMatchObject({ drafts });
    expect(read('sep=;\nId;Name\n;Ada', ['Id=externalId', 'Name=displayName']).notLoaded[0]).toMatch(
      /^3, Id/,
    );
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${written(',')}`)],
    ['UTF-16 of Excel', Buffer.from(`\ufeff${written('\t')}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${written('\t')}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(written(','), 'utf16le')],
  ])('are read in %s', (_, bytes) => {
    expect(read(bytes, map)).toMatchObject({ drafts, hasLostCharacters: false });
  });

  it('are read in the encoding that a caller names', () => {
    const bytes = Buffer.from('Id,Name,City\n1,"Müller, Ana",Zürich', 'latin1');
    expect(read(bytes, map, { encoding: 'windows-1252' }).drafts).toEqual(drafts.slice(0, 1));
    expect(() => read(bytes, map, { encoding: 'klingon' })).toThrow('“klingon” isn’t a known encoding');
  });

  it('without a header are refused', () => {
    expect(() => read('', map)).toThrow('The file is empty');
    expect(() => read('\n \n', map)).toThrow('The file is empty');
  });

  it('show their columns before anything is mapped', () => {
    expect(read('Id;Name;;\n1; Ada ;;\n2;;;x', []).columns).toEqual([
      { name: 'Id', fields: [], filled: 2, example: '1' },
      { name: 'Name', fields: [], filled: 1, example: 'Ada' },
      { name: '', fields: [], filled: 0 },
      { name: '', fields: [], filled: 1, example: 'x' },
    ]);
  });
});

it('splits whole names', () => {
  const { drafts } = read('Id,Name\n1,"CURIE, Marie"\n2,Ludwig van Beethoven', [
    'Id=externalId',
    'Name=fullName',
  ]);
  expect(drafts).toEqual([
    { externalId: '1', givenName: 'Marie', familyName: 'CURIE' },
    { externalId: '2', givenName: 'Ludwig', familyName: 'van Beethoven' },
  ]);
});
