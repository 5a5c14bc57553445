import type { Suggestion } from './model';

/**
 * The suggestions under the search box: the state of an editable combobox with a listbox popup and list autocomplete
 * (ARIA Authoring Practices Guide, "Combobox"). Focus stays in the text; `active` is the option that
 * `aria-activedescendant` names, -1 for none.
 */
export interface ComboboxState {
  readonly options: readonly Suggestion[];
  readonly open: boolean;
  readonly active: number;
}

export const closedCombobox: ComboboxState = { options: [], open: false, active: -1 };

/** Suggestions have arrived for what is typed. */
export function suggested(options: readonly Suggestion[]): ComboboxState {
  return { options, open: options.length > 0, active: -1 };
}

/** Shuts the popup, but keeps its options, so that an arrow opens it again. */
export function closed(state: ComboboxState): ComboboxState {
  return { ...state, open: false, active: -1 };
}

/** Moves to the next or previous option, round the end; opens the popup where it was shut. */
export function moved(state: ComboboxState, step: 1 | -1): ComboboxState {
  const count = state.options.length;
  if (count === 0) return state;
  const from = state.active === -1 && step === -1 ? count : state.active;
  return { ...state, open: true, active: (from + step + count) % count };
}

/** Back to the text, as Home, End and the sideways arrows do. */
export function released(state: ComboboxState): ComboboxState {
  return state.active === -1 ? state : { ...state, active: -1 };
}

/** What a key does to the combobox, beside the editing that the browser does by itself. */
export type ComboboxAction =
  'next' | 'previous' | 'open' | 'close' | 'release' | 'choose' | 'submit' | 'clear' | 'none';

/** The keys of the Authoring Practices Guide. */
export function actionOf(
  state: ComboboxState,
  key: { readonly key: string; readonly altKey: boolean; readonly isComposing: boolean },
): ComboboxAction {
  // While an input method composes, its keys (Enter above all) are its own.
  if (key.isComposing) return 'none';
  switch (key.key) {
    case 'ArrowDown':
      return key.altKey ? 'open' : 'next';
    case 'ArrowUp':
      return key.altKey ? 'close' : 'previous';
    case 'Enter':
      return state.open && state.active !== -1 ? 'choose' : 'submit';
    case 'Escape':
      return state.open ? 'close' : 'clear';
    case 'Tab':
      return 'close';
    case 'Home':
    case 'End':
    case 'ArrowLeft':
    case 'ArrowRight':
      return 'release';
    default:
      return 'none';
  }
}
