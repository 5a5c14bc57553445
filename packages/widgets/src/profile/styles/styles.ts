import type { CSSResult } from 'lit';
import { baseStyles } from '../../shared/styles/base';
import { degreeStyles } from '../../shared/styles/degree';
import { formStyles } from '../../shared/styles/form';
import { noticeStyles } from '../../shared/styles/notices';
import { selectStyles } from '../../shared/styles/select';
import { editorStyles } from './editor';

/** Adopted by the shadow root (Lit does): no `<style>`, so that the page's Content-Security-Policy needs no exception. */
export const styles: CSSResult[] = [
  baseStyles,
  noticeStyles,
  formStyles,
  editorStyles,
  degreeStyles,
  selectStyles,
];
