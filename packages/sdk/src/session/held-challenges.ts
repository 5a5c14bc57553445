/** Which codes this client has asked for, by address: the newest two of each, the newest first. */
export class HeldChallenges {
  readonly #held = new Map<string, readonly string[]>();

  add(email: string, challenge: string): void {
    this.#held.set(
      nameOf(email),
      [challenge, ...this.of(email).filter((each) => each !== challenge)].slice(0, 2),
    );
  }

  of(email: string): readonly string[] {
    return this.#held.get(nameOf(email)) ?? [];
  }
}

const nameOf = (email: string) => email.trim().toLowerCase();
