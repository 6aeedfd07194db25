// The leaderboard: models by benchmarks, and what a reader must know before using the numbers.

import { bestValues } from './best.js';
import { scoreCell } from './cell.js';
import { el, unseen } from './dom.js';
import { count, interval, isNumber, plural, share, toCount, usd } from './format.js';
import { certificateDetails, trustMark } from './trust.js';

const sample = 'DATASET_CHOICE_SAMPLE';

/**
 * @param {any} board
 * @param {Map<string, any>} metrics metrics by name, for their direction and definition
 * @param {any[]} certificates of its jury columns; may be empty
 */
export function leaderboard(board, metrics, certificates) {
  return [
    el('div', { class: 'heading' }, el('h2', {}, 'Leaderboard'), standing(board)),
    notices(board),
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Leaderboard table', 'data-key': 'table' }, table(board, metrics)),
    legend(board),
    juries(board, certificates),
    totals(board),
  ];
}

/** @param {any} board */
const standing = board => board.final
  ? el('span', { class: 'tag done' }, el('span', { 'aria-hidden': 'true' }, '● '), 'Final')
  : el('span', { class: 'tag active' }, el('span', { 'aria-hidden': 'true' }, '◐ '), 'Provisional: numbers still move');

/** @param {any} board */
function notices(board) {
  const texts = board.notices ?? [];
  return el('ul', { class: 'notices', hidden: texts.length === 0, 'aria-label': 'Read before use' }, ...texts.map((/** @type {string} */ text) => el('li', { class: 'notice' }, text)));
}

/** @param {any} board @param {Map<string, any>} metrics */
function table(board, metrics) {
  const columns = board.columns;
  const best = bestValues(board, metrics);
  return el('table', { class: 'board' },
    el('caption', { class: 'unseen' }, `Models by benchmarks of ${board.run}, ${board.final ? 'final' : 'provisional'}, best win rate first`),
    el('thead', {},
      el('tr', { class: 'groups' },
        el('td', {}),
        el('th', { scope: 'colgroup', colspan: 2 }, 'Over all benchmarks'),
        ...categories(columns).map(group => el('th', { scope: 'colgroup', colspan: group.span }, group.category)),
        el('td', {})),
      el('tr', {},
        el('th', { scope: 'col', class: 'model' }, 'Model'),
        el('th', { scope: 'col', class: 'win' }, 'Win rate', el('small', {}, 'share of other models beaten')),
        el('th', { scope: 'col' }, 'Macro-average', el('small', {}, 'mean ± SD over benchmarks, 0 to 1')),
        ...columns.map((/** @type {any} */ column) => columnHead(column, metrics.get(column.metric), board.rows)),
        el('th', { scope: 'col' }, 'List price', el('small', {}, 'answers + jury')))),
    el('tbody', {}, ...board.rows.map((/** @type {any} */ row) => modelRow(row, columns, best))));
}

/** Adjacent columns of the same category share a heading. @param {any[]} columns */
function categories(columns) {
  /** @type {{ category: string, span: number }[]} */
  const groups = [];
  for (const { category } of columns) {
    const last = groups.at(-1);
    if (last && last.category === category) last.span++;
    else groups.push({ category, span: 1 });
  }
  return groups;
}

/** @param {any} column @param {any} metric @param {any[]} rows */
function columnHead(column, metric, rows) {
  const range = `${column.metricDisplayName || column.metric}, ${column.rangeMin ?? 0} to ${column.rangeMax}`;
  return el('th', { scope: 'col' }, column.displayName || column.benchmark,
    el('small', { title: metric?.definition }, range),
    el('small', {}, plural(column.instances ?? 0, 'instance')),
    column.data === sample && el('span', { class: 'tag sample' }, 'synthetic sample'),
    trustMark(column, rows));
}

/** @param {any} row @param {any[]} columns @param {ReturnType<typeof bestValues>} best */
function modelRow(row, columns, best) {
  const cells = new Map(row.cells.map((/** @type {any} */ cell) => [cell.benchmark, cell]));
  return el('tr', {},
    el('th', { scope: 'row', class: 'model' },
      el('span', { class: 'name' }, row.displayName || row.model,
        row.baseline && el('span', { class: 'tag plain', title: 'A fixed rule, not a language model' }, 'baseline'),
        row.replay && el('span', { class: 'tag plain', title: 'Completions recorded earlier and replayed from a file' }, 'replay')),
      el('small', {}, row.model),
      row.standing && el('small', {}, rank(row.standing))),
    overall(share(row.winRate), isNumber(row.winRate) && row.winRate === best.winRate, interval(row.standing?.winRate)),
    overall(macro(row), isNumber(row.macroAverage) && row.macroAverage === best.macroAverage, interval(row.standing?.macroAverage)),
    ...columns.map((column, i) => scoreCell(row, column, cells.get(column.benchmark), best.columns[i])),
    el('td', {}, usd(row.candidateCostNanoUsd), el('small', {}, `+ ${usd(row.juryCostNanoUsd)}`)));
}

/** @param {string} text @param {boolean} isBest @param {string} range the interval; may be empty */
const overall = (text, isBest, range) => el('td', { class: isBest ? 'best' : null },
  el('span', { class: 'score' }, isBest && el('span', { class: 'star', 'aria-hidden': 'true' }, '★ '), text),
  isBest && unseen(' best in column'),
  range && el('small', { class: 'interval' }, range));

/** @param {any} standing */
const rank = ({ rank, rankLow, rankHigh, tieGroup }) => [
  `rank ${rank}`,
  rankLow > 0 && `(${rankLow === rankHigh ? `${rankLow} in 95%` : `${rankLow} to ${rankHigh}`})`,
  `· tie group ${tieGroup}`,
].filter(Boolean).join(' ');

/** @param {any} row */
function macro(row) {
  if (!isNumber(row.macroAverage)) return '–';
  return isNumber(row.macroSd) ? `${share(row.macroAverage)} ± ${share(row.macroSd)}` : share(row.macroAverage);
}

/** @param {any} board */
const legend = board => el('p', { class: 'legend quiet' },
  '★ best in column. Under each score: its 95% interval and the instances scored of those planned. ',
  board.drawn && 'Ranks have 95% intervals; of no model in a tie group is it shown that the best of the group is better. ',
  board.rows.some((/** @type {any} */ row) => row.cells.some((/** @type {any} */ cell) => cell.uncertified)) && '? a jury score that nobody has certified. ',
  board.coverage?.incomplete && '▲ some are unscored: hover or focus the figures for the reasons. ',
  !board.final && '… still to come. ',
  '– not defined yet.');

/** The certificates with every juror, closed until somebody opens one. @param {any} board @param {any[]} certificates */
function juries(board, certificates) {
  const columns = new Map(board.columns.map((/** @type {any} */ column) => [column.benchmark, column]));
  const pairs = certificates.flatMap(certificate => (certificate.benchmarks ?? []).filter((/** @type {string} */ id) => columns.has(id)).map((/** @type {string} */ id) => ({ certificate, column: columns.get(id) })));
  return el('section', { class: 'juries', hidden: pairs.length === 0, 'aria-label': 'How far the juries can be trusted' }, ...pairs.map(({ certificate, column }) => certificateDetails(certificate, column)));
}

/** @param {any} board */
function totals(board) {
  const { coverage = {}, cost = {} } = board;
  return el('dl', { class: 'totals' },
    ...total('Scored', `${count(coverage.scored)} of ${count(coverage.planned)}`, plural(toCount(coverage.answered), 'answer')),
    ...total('Juror abstentions', count(coverage.abstentions), 'juror calls without a valid verdict'),
    ...total('Candidates’ answers', usd(cost.candidatesNanoUsd), 'at list price'),
    ...total('Jury ratings', usd(cost.juryNanoUsd), 'at list price'),
    ...total('Charged by this run', usd(cost.chargedNanoUsd), plural(toCount(cost.providerCalls), 'call to providers', 'calls to providers')),
    ...total('Answers reused', count(cost.reused), 'taken over from earlier calls'));
}

/** @param {string} name @param {string} value @param {string} note */
const total = (name, value, note) => [el('div', {}, el('dt', {}, name), el('dd', {}, value, el('small', {}, note)))];
