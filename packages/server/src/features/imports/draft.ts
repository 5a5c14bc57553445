import { type ProfileCreate, visibleText } from '../directory';
import { cellValue, dayOf, isEmptyMark, yearOf } from './cell';
import { type Layout, type ListField, listFields, type SingleField } from './column-map';
import { UnusableRow } from './fault';
import { splitName } from './names';
import { findFault, mostItems, quoted } from './values';

/** Takes note of a value that is left out. */
export type LeaveOut = (column: string, reason: string) => void;

const plainFields = [
  'company',
  'title',
  'industry',
  'city',
  'country',
  'headline',
  'bio',
  'photoUrl',
  'email',
  'birthDate',
] as const;
const nameFields = ['givenName', 'familyName', 'displayName'] as const;
const degreeDetails = ['programme', 'department', 'degreeKind'] as const;
/** How an item of a list is called, and several of them. */
export const itemWords = {
  otherNames: ['name', 'other names'],
  skills: ['skill', 'skills'],
  links: ['link', 'links'],
  degrees: ['degree', 'degrees'],
} as const;

/**
 * The person of a row, without id. Unusable values are left out; only the name must be valid.
 * @throws {UnusableRow}
 */
export function draftOf(layout: Layout, cells: readonly string[], leaveOut: LeaveOut): ProfileCreate {
  const row = new Row(layout, cells, leaveOut);
  const draft: Record<string, unknown> = row.names();
  for (const field of plainFields) {
    const value = row.sound(field);
    if (value !== undefined) draft[field] = value;
  }
  for (const field of listFields) {
    const items = row.items(field);
    if (items.length) draft[field] = field === 'links' ? items.map((url) => ({ url })) : items;
  }
  const degree = row.degree();
  if (degree) draft.degrees = [degree];
  return draft;
}

class Row {
  constructor(
    private readonly layout: Layout,
    private readonly cells: readonly string[],
    private readonly leaveOut: LeaveOut,
  ) {}

  names(): Record<string, string> {
    const whole = this.#value('fullName');
    const parts = whole === undefined ? {} : splitName(whole);
    const names: Record<string, string> = {};
    for (const field of nameFields) {
      const own = this.#value(field);
      const name = own ?? parts[field];
      if (name === undefined) continue;
      const column = this.#column(own === undefined ? 'fullName' : field);
      const fault = findFault[field](name, 'the name');
      if (isEmptyMark(name)) this.leaveOut(column, fault!);
      else if (fault) throw new UnusableRow(fault, column);
      else names[field] = name;
    }
    if (Object.keys(names).length) return names;
    const columns = (['fullName', ...nameFields] as const).flatMap(
      (field) => this.layout.single.get(field)?.column ?? [],
    );
    throw new UnusableRow('empty, but every person needs a name', columns.join(', '));
  }

  /** A value that the contract takes. */
  sound = (field: (typeof plainFields | typeof degreeDetails)[number]): string | undefined => {
    const text = this.#value(field);
    if (text === undefined) return undefined;
    const value = field === 'birthDate' ? dayOf(text) : text;
    const fault = findFault[field](value);
    if (!fault) return value;
    this.leaveOut(this.#column(field), fault);
    return undefined;
  };

  items(field: ListField): string[] {
    const [one, several] = itemWords[field];
    const most = mostItems(field);
    const items = new Set<string>();
    for (const { at, column } of this.layout.lists.get(field) ?? []) {
      for (const item of itemsOf(this.cells[at] ?? '', field)) {
        const fault = findFault[field](item, `one ${one}`);
        if (fault) this.leaveOut(column, fault);
        else if (items.size < most) items.add(item);
        else if (!items.has(item))
          this.leaveOut(column, `${quoted(item)} is left out: a person can have at most ${most} ${several}`);
      }
    }
    return [...items];
  }

  degree(): Record<string, unknown> | undefined {
    const said = this.#value('batchYear');
    const batchYear = said === undefined ? undefined : yearOf(said);
    if (batchYear !== undefined && !findFault.batchYear(batchYear)) {
      const { sound } = this;
      const details = {
        programme: sound('programme'),
        department: sound('department'),
        kind: sound('degreeKind'),
      };
      return {
        batchYear,
        ...Object.fromEntries(Object.entries(details).filter(([, detail]) => detail !== undefined)),
      };
    }
    const others = degreeDetails.filter((field) => this.#value(field) !== undefined).map(this.#column);
    const column = this.layout.single.get('batchYear')?.column;
    if (said !== undefined)
      this.leaveOut(column!, `${quoted(said)} isn’t a graduation year, so the degree was left out`);
    else if (others.length)
      this.leaveOut(others.join(', '), `left out because a degree needs a year and “${column}” is empty`);
    return undefined;
  }

  #column = (field: SingleField) => this.layout.single.get(field)!.column;

  #value(field: SingleField): string | undefined {
    const place = this.layout.single.get(field);
    return place && cellValue(this.cells[place.at] ?? '', field === 'photoUrl');
  }
}

/** Items stand on lines of their own, or are separated by semicolons, which may stand in an address too. */
function itemsOf(cell: string, field: ListField): string[] {
  const isAddress = field === 'links';
  const between = isAddress ? /[\s;]+(?=https?:)|\s+/ : ';';
  return cell
    .split(/[\r\n]+/)
    .flatMap((line) => cellValue(line, isAddress)?.split(between) ?? [])
    .map(visibleText)
    .filter((item) => item !== '');
}
