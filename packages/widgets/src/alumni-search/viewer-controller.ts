import type { Auth, Member } from '@homecoming/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { View } from './model';

/** Follows for whom the search is made. */
export class ViewerController implements ReactiveController {
  /** `undefined` where nobody can sign in on this page, so that there is nothing to tell apart. */
  view: View | undefined;
  #auth: Auth | undefined;
  /** The member of the last search, or `public`; `undefined` until it is known. */
  #viewer: string | undefined = 'public';
  #stop: (() => void) | undefined;

  /** @param onOther somebody else may see other things; `isLess`: what is shown now is not for them */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly onOther: (isLess: boolean) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#listen();
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** @param hasSearched whether a search for the public was made before */
  follow(auth: Auth | undefined, hasSearched: boolean): void {
    if (auth === this.#auth) return;
    this.#auth = auth;
    this.#viewer = auth && !hasSearched ? undefined : 'public';
    if (!auth) this.view = undefined;
    this.#listen();
  }

  #listen(): void {
    this.#stop?.();
    this.#stop = this.#auth?.onChange((member) => this.#meet(member));
  }

  #meet(member: Member | undefined): void {
    const isVerified = member?.status === 'verified';
    this.view = isVerified ? 'members' : member ? 'unverified' : 'public';
    const before = this.#viewer;
    this.#viewer = isVerified ? member.id : 'public';
    this.host.requestUpdate();
    if (before !== undefined && before !== this.#viewer) this.onOther(before !== 'public');
  }
}
