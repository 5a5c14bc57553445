import type { Member, SignOutReason } from '@homecoming/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { claimFaults, claimFields, claimOf, type ClaimField } from './claim-draft';
import { changesOf, draftOf, entryFields, linkRows, type Draft, type LinkDraft } from './draft';
import type { Audience, AudienceField, Claim, EntryField, Profile, ProfileClient, View } from './model';
import { codeOf, profileProblemOf, refusedFields, type Faults } from './problem';
import {
  arrived,
  began,
  claimDraftOf,
  claimsArrived,
  entered,
  failed,
  faulty,
  followed,
  initialState,
  type Outcome,
  type ProfileState,
  type Work,
} from './profile-state';

/** As the contract says of photos. */
const mostBytes = 10 * 1024 * 1024;

export interface ProfileControllerOptions {
  readonly client: () => ProfileClient | undefined;
  /** The profile was changed here. */
  readonly onChange: (profile: Profile) => void;
}

/** Follows who is signed in, and reads, changes and claims their profile. */
export class ProfileController implements ReactiveController {
  state: ProfileState = initialState;
  #hasStarted = false;
  #stopListening: (() => void) | undefined;
  /** Raised when somebody else is signed in, or nobody: what was asked before is nobody's business then. */
  #turn = 0;
  #viewing = 0;
  #chosen: Blob | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: ProfileControllerOptions,
  ) {
    host.addController(this);
  }

  /** Moved within the page, the element goes on where it was; before its first update it has no client yet. */
  hostConnected(): void {
    if (this.#hasStarted) this.#listen();
  }

  hostDisconnected(): void {
    this.#stopListening?.();
  }

  /** Follows the client of now, from the beginning. */
  start(): void {
    this.#hasStarted = true;
    this.#turn += 1;
    this.#dropPicture();
    this.#set(initialState);
    this.#listen();
  }

  #listen(): void {
    this.#stopListening?.();
    this.#stopListening = this.options
      .client()
      ?.auth.onChange((member, reason) => this.#follow(member, reason));
  }

  /** Reads the profile, or the claims where there is none yet. */
  async load(): Promise<void> {
    const client = this.options.client();
    if (!client || !this.state.member) return;
    const turn = this.#turn;
    this.#set(began(this.state, 'loading'));
    try {
      const found = await readOwn(client);
      if (turn !== this.#turn) return;
      this.#set(
        'profile' in found ? arrived(this.state, found.profile) : claimsArrived(this.state, found.claims),
      );
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** The network is back: that it was away needs saying no more. */
  retryOffline(): void {
    const { problem, seenProblem, profile, claims, view } = this.state;
    if (problem?.kind === 'offline') {
      if (profile || claims) this.#set({ ...this.state, problem: undefined });
      else void this.load();
    }
    if (seenProblem?.kind === 'offline') void this.show(view);
  }

  /** As others see it: asked each time, so that nothing is guessed here. */
  async show(view: View): Promise<void> {
    const client = this.options.client();
    const [turn, viewing] = [this.#turn, ++this.#viewing];
    const isCurrent = () => turn === this.#turn && viewing === this.#viewing;
    this.#set({ ...this.state, view, seen: undefined, seenProblem: undefined, outcome: undefined });
    if (!client || view === 'own') return;
    try {
      const seen = await client.me.profile({ viewAs: view });
      if (isCurrent()) this.#set({ ...this.state, seen });
    } catch (error) {
      if (!isCurrent()) return;
      if (codeOf(error) === 'not_found') return this.#set({ ...this.state, seen: 'hidden' });
      this.#set({ ...this.state, seenProblem: profileProblemOf(error, navigator.onLine) });
    }
  }

  enterText(field: EntryField, text: string): void {
    this.#edit(field, (draft) => ({ ...draft, texts: { ...draft.texts, [field]: text } }));
  }

  chooseAudience(field: AudienceField, audience: Audience | undefined): void {
    this.#edit(`audience-${field}`, ({ audiences: { [field]: _, ...others }, ...draft }) => ({
      ...draft,
      audiences: audience ? { ...others, [field]: audience } : others,
    }));
  }

  enterLink(row: number, change: Partial<LinkDraft>): void {
    this.#edit(`links.${row}`, (draft) => ({
      ...draft,
      links: draft.links.map((link, index) => (index === row ? { ...link, ...change } : link)),
    }));
  }

  addLink(): void {
    this.#edit('links', (draft) => ({ ...draft, links: [...draft.links, { label: '', url: '' }] }));
  }

  removeLink(row: number): void {
    this.#edit('links', (draft) => ({ ...draft, links: draft.links.filter((_, index) => index !== row) }));
    // Those below have moved up; what was wrong is said of the right ones when it is saved.
    const faults = Object.entries(this.state.faults).filter(([name]) => !name.startsWith('links.'));
    this.#set({ ...this.state, faults: Object.fromEntries(faults) });
  }

  discard(): void {
    const { profile } = this.state;
    if (profile) this.#set({ ...this.state, draft: draftOf(profile), faults: {}, problem: undefined });
  }

  /** Sends what was changed, and nothing else. */
  async save(): Promise<void> {
    const { profile, draft } = this.state;
    if (!profile || !draft || this.state.work) return;
    const changes = changesOf(profile, draft);
    if (!changes) return this.#set({ ...began(this.state, 'saving'), work: undefined, outcome: 'unchanged' });
    const faults = linkFaults(draft);
    if (faults) return this.#set(faulty(began(this.state, 'saving'), faults));
    await this.#change('saving', 'saved', async (client) => client.me.updateProfile(changes), draft);
  }

  /** A picture from the person's device, shown before it is stored. */
  async choosePhoto(file: Blob): Promise<void> {
    this.cancelPhoto();
    if (file.size > mostBytes) return this.#set(faulty(this.state, { photo: { kind: 'tooLarge' } }));
    this.#chosen = file;
    // Drawn on a canvas: unlike an address made of it, that needs nothing in the page's policy.
    const picture = await createImageBitmap(file).catch(() => undefined);
    // Another one was chosen meanwhile, or somebody else is here.
    if (this.#chosen !== file) return picture?.close();
    if (picture) this.#set(entered(this.state, 'photo', { picture }));
    else this.#set(faulty(this.state, { photo: { kind: 'noImage' } }));
  }

  cancelPhoto(): void {
    this.#dropPicture();
    this.#set(entered(this.state, 'photo', { picture: undefined }));
  }

  #dropPicture(): void {
    this.state.picture?.close();
    this.#chosen = undefined;
  }

  async usePhoto(): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen || this.state.work) return;
    await this.#change('photo', 'photoSaved', async (client) => client.me.putPhoto(chosen));
    if (this.state.outcome === 'photoSaved') {
      this.state.picture?.close();
      this.#chosen = undefined;
      this.#set({ ...this.state, picture: undefined });
    }
  }

  async removePhoto(): Promise<void> {
    if (this.state.work) return;
    await this.#change('photo', 'photoRemoved', async ({ me }) => {
      await me.deletePhoto();
      return me.profile();
    });
  }

  enterClaim(field: ClaimField, text: string): void {
    const claimDraft = { ...this.state.claimDraft, [field]: text };
    this.#set(entered(this.state, field, { claimDraft }));
  }

  /** @param isDateWhole or something was typed that is no date */
  async claim(isDateWhole: boolean): Promise<void> {
    const client = this.options.client();
    if (!client || this.state.work) return;
    const draft = claimDraftOf(this.state);
    const wrong = Object.entries(claimFaults(draft, isDateWhole)).map(
      ([field, kind]) => [field, { kind }] as const,
    );
    if (wrong.length > 0) return this.#set(faulty(began(this.state, 'claiming'), Object.fromEntries(wrong)));
    const turn = this.#turn;
    this.#set(began(this.state, 'claiming'));
    try {
      await client.me.claim(claimOf(draft));
      if (turn !== this.#turn) return;
      this.#set({ ...this.state, claimDraft: {} });
      await this.load();
      if (turn === this.#turn) this.#set({ ...this.state, outcome: 'claimSent' });
    } catch (error) {
      if (turn !== this.#turn) return;
      const code = codeOf(error);
      // Claimed in another tab, or decided meanwhile: what there is now says more.
      if (code === 'claim_pending' || code === 'not_claimable') return this.load();
      const faults = refusedFields(error, ([field]) => claimFields.find((each) => each === field));
      if (faults) this.#set(faulty(this.state, faults));
      else this.#fail(error);
    }
  }

  async #change(
    work: Work,
    outcome: Outcome,
    ask: (client: ProfileClient) => Promise<Profile>,
    sent?: Draft,
  ): Promise<void> {
    const client = this.options.client();
    if (!client) return;
    const turn = this.#turn;
    this.#set(began(this.state, work));
    try {
      const profile = await ask(client);
      if (turn !== this.#turn) return;
      this.#set({ ...arrived(this.state, profile, sent), outcome });
      if (this.state.view !== 'own') void this.show(this.state.view);
      this.options.onChange(profile);
    } catch (error) {
      if (turn !== this.#turn) return;
      const code = codeOf(error);
      if (code === 'no_profile' || code === 'not_found') return this.load();
      const faults = faultsOf(error, this.state.draft);
      if (faults) this.#set(faulty(this.state, faults));
      else this.#fail(error);
    }
  }

  #follow(member: Member | undefined, reason: SignOutReason | undefined): void {
    const before = this.state;
    const isOther = before.member?.id !== member?.id;
    if (isOther) {
      this.#dropPicture();
      this.#turn += 1;
    }
    this.#set(followed(before, member, reason));
    // A claim that was decided elsewhere shows as soon as it is known here.
    const isClaimed = member?.profileId !== before.member?.profileId && before.claims && !before.work;
    if (member && (isOther || isClaimed)) void this.load();
  }

  #fail(error: unknown): void {
    // Signed out meanwhile: that is shown then.
    if (this.state.member) this.#set(failed(this.state, profileProblemOf(error, navigator.onLine)));
  }

  #edit(field: string, change: (draft: Draft) => Draft): void {
    const { draft } = this.state;
    if (draft) this.#set(entered(this.state, field, { draft: change(draft) }));
  }

  #set(state: ProfileState): void {
    this.state = state;
    this.host.requestUpdate();
  }
}

async function readOwn({
  me,
}: ProfileClient): Promise<{ readonly profile: Profile } | { readonly claims: readonly Claim[] }> {
  try {
    return { profile: await me.profile() };
  } catch (error) {
    const code = codeOf(error);
    // Deleted by the institution, the profile is nobody's to claim; what became of the claim still tells most.
    if (code === 'no_profile' || code === 'not_found') return { claims: await me.listClaims() };
    throw error;
  }
}

function linkFaults(draft: Draft): Faults | undefined {
  const wrong = linkRows(draft).filter(
    ({ link: { url } }) => !/^https?:\/\/./i.test(url) || !URL.canParse(url),
  );
  if (wrong.length === 0) return undefined;
  return Object.fromEntries(wrong.map(({ row }) => [`links.${row}`, { kind: 'invalidUrl' as const }]));
}

function faultsOf(error: unknown, draft: Draft | undefined): Faults | undefined {
  const code = codeOf(error);
  if (code === 'invalid_image' || code === 'unsupported_media_type') return { photo: { kind: 'noImage' } };
  if (code === 'body_too_large') return { photo: { kind: 'tooLarge' } };
  const rows = draft ? linkRows(draft).map(({ row }) => row) : [];
  return refusedFields(error, ([field, index]) => {
    if (field !== 'links') return entryFields.find((each) => each === field);
    return index === undefined ? field : `links.${rows[Number(index)]}`;
  });
}
