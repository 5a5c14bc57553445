import { daysAfter } from '../../platform/time';

/** In days: what rows say of people is gone after that. */
export const rowsKeptDays = 90;

/** Of one transaction: well under a second, so that it is in nobody's way. */
export const rowsAtOnce = 200;

export const outcomes = ['verified', 'alreadyVerified', 'ambiguous', 'noSuchDegree', 'notFound'] as const;
export type Outcome = (typeof outcomes)[number];

/** A degree that the registrar says was conferred. */
export interface ConferredDegree {
  readonly externalId?: string | undefined;
  readonly name: string;
  /** A day of the calendar: `1867-11-07`. */
  readonly birthDate?: string | undefined;
  readonly batchYear: number;
  readonly programme?: string | undefined;
  readonly department?: string | undefined;
  readonly kind?: string | undefined;
}

export interface ListRow extends ConferredDegree {
  /** Its place in the list, from 1 on. */
  readonly number: number;
  readonly outcome: Outcome | undefined;
  /** Whom the row proves. */
  readonly profileId: string | undefined;
}

/** A registrar's list and how far it is. */
export interface DegreeList {
  readonly id: string;
  readonly name: string;
  readonly rowCount: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** The number of the last row that has its outcome. */
  readonly checkedThrough: number;
  /** People are told in the order of their profiles: up to this one. */
  readonly toldThrough: string | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

export const rowsKeptUntil = ({ createdAt }: Pick<DegreeList, 'createdAt'>) =>
  daysAfter(createdAt, rowsKeptDays);
