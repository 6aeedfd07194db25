// One model on one benchmark: the score, and what it rests on.

import { el, unseen } from './dom.js';
import { count, interval, isNumber, plural, score, toCount, unscoredReason } from './format.js';

/** @param {any} row @param {any} column @param {any} cell @param {number | undefined} best */
export function scoreCell(row, column, cell, best) {
  const known = isNumber(cell?.score);
  const isBest = known && cell.score === best;
  return el('td', { class: isBest ? 'best' : null },
    el('span', { class: 'score' },
      isBest && el('span', { class: 'star', 'aria-hidden': 'true' }, '★ '),
      known ? score(cell.score, column) : '–',
      cell?.uncertified && el('span', { class: 'doubt', 'aria-hidden': 'true' }, '?')),
    isBest && unseen(' best in column'),
    cell?.uncertified && unseen(' uncertified jury score'),
    known && interval(cell.interval, column) && el('small', { class: 'interval' }, interval(cell.interval, column)),
    isNumber(cell?.anchored?.value) && el('small', { class: 'anchored' }, `anchored ${score(cell.anchored.value, column)}`, interval(cell.anchored, column) && ` (${interval(cell.anchored, column)})`),
    known && bar(cell.score, column),
    coverage(row, column, cell));
}

// A score of 0.8 and one of 0.4 should look apart before they are read.
/** @param {number} value @param {any} column */
function bar(value, column) {
  const low = column.rangeMin ?? 0;
  const share = Math.max(0, Math.min(1, (value - low) / (column.rangeMax - low)));
  const fill = el('span', {});
  fill.style.width = `${100 * share}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}

/** @param {any} row @param {any} column @param {any} cell */
function coverage(row, column, cell) {
  const { planned, scored, unscored = [], abstentions } = cell?.coverage ?? {};
  const subsets = cell?.subsets ?? [];
  const lost = unscored.reduce((/** @type {number} */ sum, /** @type {any} */ item) => sum + toCount(item.count), 0);
  const waiting = Math.max(0, toCount(planned) - toCount(scored) - lost);
  const figures = `${count(scored)}/${count(planned)}`;
  const facts = [
    `${count(scored)} of ${plural(toCount(planned), 'instance')} scored`,
    ...unscored.map((/** @type {any} */ item) => `${count(item.count)} unscored: ${unscoredReason(item.reason)}`),
    waiting > 0 && `${count(waiting)} still to come`,
    toCount(abstentions) > 0 && plural(toCount(abstentions), 'juror abstention'),
    subsets.length > 0 && `mean of ${plural(subsets.length, 'sub-run')}, each weighing the same:`,
    ...subsets.map((/** @type {any} */ subset) => `${subset.subset}: ${score(subset.score, column)} (${count(subset.scored)})`),
    lost > 0 && isNumber(cell.floor) && `${score(cell.floor, column)} if each unscored instance counted as the worst value`,
  ].filter(Boolean);
  if (facts.length === 1) return el('span', { class: 'coverage' }, figures);
  const sign = lost > 0 ? '▲ ' : waiting > 0 ? '… ' : 'ⓘ ';
  return el('button', {
    type: 'button',
    class: lost > 0 ? 'coverage lost' : 'coverage',
    'data-tip': facts.join('\n'),
    'data-key': `${row.model} ${column.benchmark}`,
    'aria-label': facts.join('; '),
  }, el('span', { 'aria-hidden': 'true' }, sign), figures);
}
