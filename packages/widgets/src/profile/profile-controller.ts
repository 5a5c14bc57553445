import type { Member, SignOutReason } from '@homecoming/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { claimFaults, type ClaimField, claimFields, claimOf } from './claim-draft';
import {
  changedFields,
  changesOf,
  type Draft,
  draftOf,
  entryFields,
  type LinkDraft,
  linkRows,
} from './draft';
import type { Audience, AudienceField, Claim, EntryField, Profile, ProfileClient, View } from './model';
import { codeOf, type Faults, profileProblemOf, refusedFields } from './problem';
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
  latestClaim,
  type Outcome,
  phaseOf,
  type ProfileState,
  type Work,
} from './profile-state';

/** As the contract says of photos. */
const mostBytes = 10 * 1024 * 1024;

export interface ProfileControllerOptions {
  readonly client: () => ProfileClient | undefined;
  /** Where the service is, as far as the element knows. */
  readonly api: () => string | undefined;
  /** The profile was changed here. */
  readonly onChange: (profile: Profile) => void;
  /** Somebody else is signed in, or nobody. */
  readonly onOther: () => void;
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
        'profile' in found
          ? arrived(this.state, found.profile)
          : claimsArrived(this.state, found.claims, found.isGone),
      );
    } catch (error) {
      if (turn === this.#turn) await this.#fail(error);
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

  async show(view: View): Promise<void> {
    this.#set({ ...this.state, outcome: undefined });
    await this.#look(view);
  }

  /** As others see it: asked each time, so that nothing is guessed here. */
  async #look(view: View): Promise<void> {
    const client = this.options.client();
    const [turn, viewing] = [this.#turn, ++this.#viewing];
    const isCurrent = () => turn === this.#turn && viewing === this.#viewing;
    this.#set({ ...this.state, view, seen: undefined, seenProblem: undefined });
    if (!client || view === 'own') return;
    try {
      const seen = await client.me.profile({ viewAs: view });
      if (isCurrent()) this.#set({ ...this.state, seen });
    } catch (error) {
      if (!isCurrent()) return;
      if (codeOf(error) === 'not_found') return this.#set({ ...this.state, seen: 'hidden' });
      const seenProblem = await profileProblemOf(error, undefined, true);
      if (isCurrent()) this.#set({ ...this.state, seenProblem });
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
    if (profile)
      this.#set({
        ...this.state,
        draft: draftOf(profile),
        faults: {},
        problem: undefined,
        outcome: 'discarded',
      });
  }

  /** Sends what was changed, and nothing else. */
  async save(): Promise<void> {
    const { profile, draft } = this.state;
    if (!profile || !draft || this.state.work) return;
    const changes = changesOf(profile, draft);
    if (!changes) return this.#set({ ...began(this.state, 'saving'), work: undefined, outcome: 'unchanged' });
    const faults = linkFaults(draft);
    if (faults) return this.#set(faulty(began(this.state, 'saving'), faults));
    const { version } = profile;
    const update = { ...changes, ...(version !== undefined && { version }) };
    await this.#change('saving', 'saved', async (client) => client.me.updateProfile(update), draft);
  }

  /** The profile was changed elsewhere: what was typed stays, and the person saves it again once they know. */
  async #meet(elsewhere: unknown): Promise<void> {
    const before = this.state.profile;
    const turn = this.#turn;
    await this.load();
    const { profile, problem } = this.state;
    if (turn !== this.#turn || !before || !profile || problem) return;
    // Nothing new to see: it is no conflict of this kind.
    if (profile.version === before.version) return this.#fail(elsewhere);
    const fields = changedFields(before, profile);
    if (fields.length > 0) this.#set(failed(this.state, { kind: 'conflict', fields }));
    // Something else of it was changed, such as the photo, which what was typed is not in the way of.
    else await this.save();
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
    const isStored = await this.#change('photo', 'photoSaved', async (client) => client.me.putPhoto(chosen));
    if (!isStored) return;
    this.#dropPicture();
    this.#set({ ...this.state, picture: undefined });
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
      if (code === 'claim_pending' || code === 'not_claimable') {
        await this.load();
        const canClaim = phaseOf(this.state) === 'claim' && latestClaim(this.state)?.status !== 'pending';
        if (turn === this.#turn && canClaim && !this.state.isGone) await this.#fail(error);
        return;
      }
      const faults = refusedFields(error, ([field]) => claimFields.find((each) => each === field));
      if (faults) this.#set(faulty(this.state, faults));
      else await this.#fail(error);
    }
  }

  /** @returns whether it was done */
  async #change(
    work: Work,
    outcome: Outcome,
    ask: (client: ProfileClient) => Promise<Profile>,
    sent?: Draft,
  ): Promise<boolean> {
    const client = this.options.client();
    if (!client) return false;
    const turn = this.#turn;
    this.#set(began(this.state, work));
    try {
      const profile = await ask(client);
      if (turn !== this.#turn) return false;
      this.#set({ ...arrived(this.state, profile, sent), outcome });
      if (this.state.view !== 'own') void this.#look(this.state.view);
      this.options.onChange(profile);
      return true;
    } catch (error) {
      if (turn === this.#turn) await this.#refuse(error, work);
      return false;
    }
  }

  async #refuse(error: unknown, work: Work): Promise<void> {
    const code = codeOf(error);
    if (code === 'no_profile' || code === 'not_found') return this.load();
    if (code === 'conflict' && work === 'saving') return this.#meet(error);
    const faults = faultsOf(error, this.state.draft);
    if (faults) this.#set(faulty(this.state, faults));
    else await this.#fail(error);
  }

  #follow(member: Member | undefined, reason: SignOutReason | undefined): void {
    const before = this.state;
    const isOther = before.member?.id !== member?.id;
    if (isOther) {
      this.#dropPicture();
      this.#turn += 1;
      this.options.onOther();
    }
    this.#set(followed(before, member, reason));
    // A claim that was decided elsewhere shows as soon as it is known here.
    const isClaimed = member?.profileId !== before.member?.profileId && before.claims && !before.work;
    if (member && (isOther || isClaimed)) void this.load();
  }

  async #fail(error: unknown): Promise<void> {
    const [turn, { profile, claims }] = [this.#turn, this.state];
    const hasAnswered = profile !== undefined || claims !== undefined;
    const problem = await profileProblemOf(error, this.options.api(), hasAnswered);
    // Signed out meanwhile: that is shown then.
    if (turn === this.#turn && this.state.member) this.#set(failed(this.state, problem));
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
}: ProfileClient): Promise<
  { readonly profile: Profile } | { readonly claims: readonly Claim[]; readonly isGone: boolean }
> {
  try {
    return { profile: await me.profile() };
  } catch (error) {
    const code = codeOf(error);
    // Deleted by the institution, the profile is nobody's to claim.
    if (code === 'no_profile' || code === 'not_found')
      return { claims: await me.listClaims(), isGone: code === 'not_found' };
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
