import type { CSSResult } from 'lit';
import { baseStyles } from '../../shared/styles/base';
import { noticeStyles } from '../../shared/styles/notices';
import { selectStyles } from '../../shared/styles/select';
import { facetStyles } from './facets';
import { layoutStyles } from './layout';
import { peopleStyles } from './people';
import { searchBoxStyles } from './search-box';

/** Adopted by the shadow root (Lit does): no `<style>`, so that the page's Content-Security-Policy needs no exception. */
export const styles: CSSResult[] = [
  baseStyles,
  searchBoxStyles,
  layoutStyles,
  facetStyles,
  peopleStyles,
  noticeStyles,
  selectStyles,
];
