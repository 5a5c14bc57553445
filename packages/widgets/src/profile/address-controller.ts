import type { ReactiveControllerHost } from 'lit';
import { anyCodeIn, codeIn } from '../shared/typed';
import {
  addressEntered,
  addressFaults,
  type AddressField,
  type AddressState,
  type AddressStep,
  addressStepped,
  initialAddress,
} from './address-state';
import type { ProfileClient } from './model';
import { codeOf, type Faults, profileProblemOf, refusedFields } from './problem';

/** Changes the address that the member signs in with. */
export class AddressController {
  state: AddressState = initialAddress;
  /** Raised with each call and whenever it is given up: an answer that comes later is to nothing. */
  #turn = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly client: () => ProfileClient | undefined,
  ) {}

  /** Begins, or gives up. */
  show(step: Extract<AddressStep, 'shown' | 'asking'>): void {
    this.#turn += 1;
    this.#set({ ...initialAddress, step });
  }

  enter(field: AddressField, text: string): void {
    this.#set(addressEntered(this.state, field, text));
  }

  async submit(): Promise<void> {
    if (this.state.isBusy) return;
    const { step, typed } = this.state;
    const faults = addressFaults(this.state);
    if (Object.keys(faults).length > 0) return this.#set({ ...this.state, faults, problem: undefined });
    await this.#ask(async (client) => {
      if (step === 'confirming') {
        const codes = { oldCode: codeIn(typed.oldCode), newCode: codeIn(typed.newCode) };
        await client.me.confirmEmailChange(codes);
        return { ...initialAddress, isChanged: true };
      }
      // A sign-in of now, in this place, so that nothing that was typed is lost.
      if (step === 'proving') await client.auth.verifyCode(await emailOf(client), anyCodeIn(typed.proof));
      return this.#request(client);
    });
  }

  /** Other codes in place of those that were mailed. */
  async sendAgain(): Promise<void> {
    if (!this.state.isBusy) await this.#ask(async (client) => this.#request(client));
  }

  /** The network is back: that it was away needs saying no more. */
  forgetOffline(): void {
    if (this.state.problem?.kind === 'offline') this.#set({ ...this.state, problem: undefined });
  }

  async #request(client: ProfileClient): Promise<AddressState> {
    try {
      await client.me.requestEmailChange(this.state.typed.newEmail.trim());
      return addressStepped(this.state, 'confirming');
    } catch (error) {
      if (codeOf(error) !== 'recent_sign_in_needed') throw error;
      await client.auth.requestCode(await emailOf(client));
      return addressStepped(this.state, 'proving');
    }
  }

  async #ask(work: (client: ProfileClient) => Promise<AddressState>): Promise<void> {
    const client = this.client();
    if (!client) return;
    const turn = ++this.#turn;
    this.#set({ ...this.state, isBusy: true, faults: {}, problem: undefined });
    const next = await work(client).catch(async (error: unknown) => refused(this.state, error));
    if (turn === this.#turn) this.#set({ ...next, isBusy: false });
  }

  #set(state: AddressState): void {
    this.state = state;
    this.host.requestUpdate();
  }
}

const emailOf = async ({ auth }: ProfileClient) => (await auth.member())?.email ?? '';

async function refused(state: AddressState, error: unknown): Promise<AddressState> {
  const code = codeOf(error);
  if (code === 'email_taken')
    return { ...addressStepped(state, 'asking'), faults: { newEmail: { kind: 'emailTaken' } } };
  const faults = code === 'invalid_code' ? wrongCode(state) : refusedFields(error, () => 'newEmail');
  return faults
    ? { ...state, faults }
    : { ...state, problem: await profileProblemOf(error, undefined, true) };
}

/** The service does not tell which of two is wrong. */
const wrongCode = ({ step }: AddressState): Faults =>
  step === 'proving' ? { proof: { kind: 'wrongCode' } } : { oldCode: { kind: 'wrongCodes' } };
