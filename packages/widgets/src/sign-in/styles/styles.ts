import type { CSSResult } from 'lit';
import { baseStyles } from '../../shared/styles/base';
import { noticeStyles } from '../../shared/styles/notices';
import { formStyles } from './form';
import { memberStyles } from './member';

/** Adopted by the shadow root (Lit does): no `<style>`, so that the page's Content-Security-Policy needs no exception. */
export const styles: CSSResult[] = [baseStyles, noticeStyles, formStyles, memberStyles];
