// Numbers and words for people. Counts may come as strings (64-bit integers in JSON) and absent values as null.

const whole = new Intl.NumberFormat('en');

/** @param {string | number | null | undefined} value */
export const toCount = value => Number(value ?? 0);

/** @param {string | number | null | undefined} value */
export const count = value => whole.format(toCount(value));

/** @param {unknown} value @returns {value is number} */
export const isNumber = value => typeof value === 'number' && Number.isFinite(value);

/** A score with as many decimals as its range deserves. @param {number} value @param {{ rangeMin: number, rangeMax: number }} range */
export const score = (value, range) => value.toFixed(range.rangeMax - range.rangeMin > 1 ? 2 : 3);

/** A share from 0 to 1. @param {number | null | undefined} value */
export const share = value => isNumber(value) ? value.toFixed(3) : '–';

/** The ends of an interval, for people; empty without one. @param {any} estimate @param {{ rangeMin: number, rangeMax: number }} range */
export const interval = (estimate, range = { rangeMin: 0, rangeMax: 1 }) => isNumber(estimate?.low) && isNumber(estimate?.high)
  ? `${score(estimate.low, range)} to ${score(estimate.high, range)}`
  : '';

/** @param {number} done @param {number} all */
export const percent = (done, all) => all > 0 ? `${Math.floor(100 * done / all)}%` : '0%';

/** Money from billionths of a US dollar; small amounts keep two digits that count. @param {string | number | null | undefined} nano */
export function usd(nano) {
  const dollars = toCount(nano) / 1e9;
  if (dollars === 0) return '$0';
  return `$${dollars.toLocaleString('en', dollars < 0.1 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** @param {string | null | undefined} iso */
export function moment(iso) {
  if (!iso) return '';
  const date = new Date(iso);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return date.toLocaleString(undefined, { year, month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
}

/** @param {number} n @param {string} one @param {string} [many] */
export const plural = (n, one, many = `${one}s`) => `${whole.format(n)} ${n === 1 ? one : many}`;

const reasons = {
  no_encoder: 'no text encoder is configured',
  no_source: 'no source text to compare with',
  not_applicable: 'the metric says nothing about it',
  no_completion: 'no answer',
  no_choice: 'answer names none of the options',
  too_few_verdicts: 'too few valid verdicts of the jury',
  no_reference: 'no correct reference to compare with',
};

/** "no_completion: content_filter" becomes "no answer (content filter)". @param {string} reason */
export function unscoredReason(reason) {
  const [kind, detail] = reason.split(/:\s*/, 2);
  const words = reasons[/** @type {keyof typeof reasons} */ (kind)] ?? kind.replaceAll('_', ' ');
  return detail ? `${words} (${detail.replaceAll('_', ' ')})` : words;
}
