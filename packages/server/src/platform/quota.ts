/** Something that may happen so often in a window of time, which begins with the first that is counted. */
export interface Quota {
  /** Whose and of what: the same name is the same count. */
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
}

/** How a count stands. */
export interface Standing {
  readonly used: number;
  /** Until its window ends. */
  readonly resetMs: number;
}

export interface Taken {
  /** Whether it was counted: in all of the quotas, or, where one of them has no room for it, in none. */
  readonly isTaken: boolean;
  /** Of each quota, in order, afterwards. */
  readonly standings: readonly Standing[];
}
