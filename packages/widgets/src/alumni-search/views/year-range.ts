import { html, nothing, svg, type TemplateResult } from 'lit';
import { chosenYears, type Criteria, type YearRange } from '../criteria';
import type { Texts } from '../texts';
import { isInRange, parseYear, type YearBar, yearBars } from '../year-histogram';

export interface YearRangeEvents {
  readonly onYears: (years: YearRange) => void;
}

const chartHeight = 36;

/**
 * Batch years as a range of two fields: two stops of the Tab key rather than one for each year, and no list to scroll
 * inside a page. The chart above shows where people are; pressing a bar is a short cut for who uses a pointer.
 */
export function yearRangeView(
  texts: Texts,
  criteria: Criteria,
  values: readonly { value: string; count: number }[],
  events: YearRangeEvents,
): TemplateResult {
  const years = chosenYears(criteria);
  const bars = yearBars(values);
  const commit = (event: Event) => {
    const fields = [
      ...((event.currentTarget as Element).closest('fieldset')?.querySelectorAll('input') ?? []),
    ];
    const [from, to] = fields.map((field) => {
      const year = parseYear(field.value);
      field.setCustomValidity(year === null ? texts.invalidYear : '');
      field.setAttribute('aria-invalid', year === null ? 'true' : 'false');
      return year;
    });
    if (from !== null && to !== null) events.onYears({ from, to });
  };
  return html`
    <fieldset class="facet years" part="facet">
      <legend>${texts.facets.batchYear}</legend>
      ${bars.length > 1 ? chartView(bars, years, events) : nothing}
      <div class="year-fields">
        ${yearFieldView('year-from', texts.from, years.from, bars[0]?.from, commit)}
        ${yearFieldView('year-to', texts.to, years.to, bars.at(-1)?.to, commit)}
      </div>
      <p id="year-hint" class="year-hint">${texts.invalidYear}</p>
    </fieldset>
  `;
}

function yearFieldView(
  id: string,
  label: string,
  year: number | undefined,
  placeholder: number | undefined,
  commit: (event: Event) => void,
): TemplateResult {
  return html`
    <label for=${id}>
      <span>${label}</span>
      <input
        id=${id}
        type="text"
        inputmode="numeric"
        maxlength="10"
        autocomplete="off"
        aria-describedby="year-hint"
        placeholder=${placeholder ?? ''}
        .value=${year?.toString() ?? ''}
        @change=${commit}
      />
    </label>
  `;
}

function chartView(bars: readonly YearBar[], years: YearRange, { onYears }: YearRangeEvents): TemplateResult {
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const press = (event: PointerEvent) => {
    const chart = event.currentTarget as SVGElement;
    const { left, right, width } = chart.getBoundingClientRect();
    const place = (chart.matches(':dir(rtl)') ? right - event.clientX : event.clientX - left) / width;
    const bar = bars[Math.floor(place * bars.length)];
    // The same bar again takes the range back.
    if (bar)
      onYears(
        bar.from === years.from && bar.to === years.to
          ? { from: undefined, to: undefined }
          : { from: bar.from, to: bar.to },
      );
  };
  return html`
    <svg
      class="chart"
      viewBox="0 0 ${bars.length} ${chartHeight}"
      preserveAspectRatio="none"
      aria-hidden="true"
      @click=${press}
    >
      ${bars.map((bar, index) => {
        const height = bar.count === 0 ? 0.6 : Math.max(2, (bar.count / most) * chartHeight);
        return svg`<rect class=${isInRange(bar, years) ? 'bar' : 'bar out'} x=${index + 0.1} width="0.8" y=${chartHeight - height} height=${height}></rect>`;
      })}
    </svg>
  `;
}
